import type { Edit } from '../../../src/finding.js';
import type { Flow } from '../../../src/flow/flow.js';
import type { Shapes } from '../../../src/flow/shapes.js';
import { type ParsedFile, spanOf } from '../../../src/pipeline/parse.js';
import { editObject } from '../../../src/plan/object-edit.js';
import type {
  ConversionBlock,
  ConversionStep,
  NestedUse,
  ObjectShape,
  ParameterUse,
} from '../../../src/sites.js';
import { ts } from '../../../src/ts.js';

/** What is noted of one request while it is taken apart. */
export class Draft {
  readonly steps: ConversionStep[] = [];
  readonly blocks: ConversionBlock[] = [];
  readonly shared = new Set<string>();
  /** The request as chat completions would see it. */
  readonly parameters: ParameterUse[] = [];
  readonly nested: NestedUse[] = [];
  hasImages = false;
  readonly flow: Flow;
  readonly shapes: Shapes;
  private readonly dropped = new Map<ts.ObjectLiteralExpression, Set<string>>();

  constructor(flow: Flow, shapes: Shapes) {
    this.flow = flow;
    this.shapes = shapes;
  }

  step(
    node: ts.Node,
    kind: ConversionStep['kind'],
    name: string,
    to: string,
    edits: readonly Edit[] = [],
  ): void {
    this.steps.push({ token: this.shapes.token(node), kind, name, to, edits });
  }

  block(
    node: ts.Node,
    kind: ConversionBlock['kind'],
    name: string,
    why: string,
    tool: ConversionBlock['tool'] = null,
  ): void {
    const token = this.shapes.token(node);
    const isKnown = this.blocks.some(
      (one) =>
        one.token.file === token.file && one.token.span.start === token.span.start && one.name === name,
    );
    if (!isKnown) this.blocks.push({ token, kind, name, why, tool });
  }

  /** The request changes together with every other that shares `node`. */
  share(node: ts.Node): void {
    const { file, span } = this.shapes.token(node);
    this.shared.add(`${file}:${span.start}`);
  }

  /** Takes a property out of an object; its edits come with {@link removals}. */
  drop(object: ts.ObjectLiteralExpression, name: string): void {
    const names = this.dropped.get(object) ?? new Set();
    this.dropped.set(object, names.add(name));
  }

  isDropped(object: ts.ObjectLiteralExpression, name: string): boolean {
    return this.dropped.get(object)?.has(name) ?? false;
  }

  /** The edits of everything that was dropped, one object at a time: commas go once. */
  removals(): Edit[] {
    return [...this.dropped].flatMap(([object, remove]) =>
      editObject(this.parsed(object).text, this.shapes.object(object), { set: new Map(), remove }),
    );
  }

  parsed(node: ts.Node): ParsedFile {
    return this.flow.program.fileOf(node);
  }

  text(node: ts.Node): string {
    return this.shapes.token(node).text;
  }

  quoted(node: ts.Node, text: string): string {
    const { quote } = this.parsed(node);
    return quote + text + quote;
  }

  replace(node: ts.Node, text: string): Edit {
    const parsed = this.parsed(node);
    return { file: parsed.file, ...spanOf(parsed, node), text };
  }

  /** Replaces what stands from the start of `first` to the start of `before`. */
  replaceUpTo(first: ts.Node, before: ts.Node, text: string): Edit {
    const parsed = this.parsed(first);
    return { file: parsed.file, start: spanOf(parsed, first).start, end: spanOf(parsed, before).start, text };
  }

  /** Replaces what stands between the end of `after` and the end of `last`. */
  replaceRest(after: ts.Node, last: ts.Node, text: string): Edit {
    const parsed = this.parsed(after);
    return { file: parsed.file, start: spanOf(parsed, after).end, end: spanOf(parsed, last).end, text };
  }

  before(node: ts.Node, text: string): Edit {
    const parsed = this.parsed(node);
    const { start } = spanOf(parsed, node);
    return { file: parsed.file, start, end: start, text };
  }

  after(node: ts.Node, text: string): Edit {
    const parsed = this.parsed(node);
    const { end } = spanOf(parsed, node);
    return { file: parsed.file, start: end, end, text };
  }

  /** The literal with its own quotes. */
  retext(literal: ts.Node, text: string): Edit {
    const written = this.text(literal);
    return this.replace(literal, `${written[0]}${text}${written.at(-1)}`);
  }

  /** White space in front of the line on which `node` starts, and what one more level adds to it. */
  indentOf(node: ts.Node): { readonly line: string; readonly unit: string; readonly eol: string } {
    const parsed = this.parsed(node);
    const { start } = spanOf(parsed, node);
    const lineStart = parsed.text.lastIndexOf('\n', start - 1) + 1;
    const line = /^[ \t]*/.exec(parsed.text.slice(lineStart))?.[0] ?? '';
    const eol = parsed.text[lineStart - 2] === '\r' ? '\r\n' : '\n';
    return { line, unit: unitOf(parsed.text), eol };
  }

  /** Whether the properties or elements of `node` stand on lines of their own. */
  isMultiline(node: ts.ObjectLiteralExpression | ts.ArrayLiteralExpression): boolean {
    const parsed = this.parsed(node);
    const [first] = ts.isArrayLiteralExpression(node) ? node.elements : node.properties;
    if (!first) return false;
    return parsed.text.slice(spanOf(parsed, node).start, spanOf(parsed, first).start).includes('\n');
  }

  /** A parameter under its name in chat completions; `value` is where it is written today. */
  parameter(
    name: string,
    property: ts.ObjectLiteralElementLike,
    object: ObjectShape,
    value: ts.Expression | undefined,
  ): void {
    const shape = this.shapes.property(property);
    const { range: nameRange, text } = this.shapes.token(property.name ?? property);
    const values = value ? this.shapes.origins(this.flow.values(value)) : [];
    this.parameters.push({
      name,
      written: shape.name ?? text,
      nameRange,
      property: { ...shape, name },
      object,
      values,
    });
  }
}

/** One level of indentation as most lines of the file have it. */
function unitOf(text: string): string {
  if (/^\t/m.test(text)) return '\t';
  const steps = [...text.matchAll(/^( +)\S/gm)].map((match) => match[1]?.length ?? 0);
  return steps.some((length) => length % 4 === 2) || steps.length === 0 ? '  ' : '    ';
}
