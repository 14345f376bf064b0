import type { FormatUse } from '../sites.js';
import { ts } from '../ts.js';
import type { Flow } from './flow.js';
import { skipOuter } from './index-nodes.js';
import type { Shapes } from './shapes.js';

/** The SDK's helpers that make a format of a schema. */
const HELPER = /(?:^|\.)(?:zod|standard)ResponseFormat$/;

/** `{ type: 'json_schema', … }`, or what the SDK's helper makes of a zod schema: every type it may be, and its parts. */
export function readFormat(
  flow: Flow,
  shapes: Shapes,
  expression: ts.Expression,
): { readonly types: readonly string[]; readonly format: FormatUse | undefined } {
  const types: string[] = [];
  const formats: FormatUse[] = [];
  const at = shapes.token(expression);
  for (const value of flow.values(expression)) {
    if (value.kind === 'object') {
      const own = flow
        .member([value], 'type', expression)
        .flatMap((one) => (one.kind === 'text' ? [one.value] : []));
      types.push(...own);
      const [type] = own;
      const here = skipOuter(expression) === value.node;
      if (type !== undefined)
        formats.push({ at, type, schema: here ? schemaOf(shapes, value.node) : null, helper: null });
    } else if (
      value.kind === 'result' &&
      value.callee.kind === 'external' &&
      HELPER.test(value.callee.path.join('.'))
    ) {
      types.push('json_schema');
      formats.push({
        at,
        type: 'json_schema',
        schema: null,
        helper: helperOf(flow, shapes, expression, value.node),
      });
    }
  }
  return { types, format: formats.length === 1 ? formats[0] : undefined };
}

/** `schema: …` in `json_schema: { … }`. */
function schemaOf(shapes: Shapes, format: ts.ObjectLiteralExpression): FormatUse['schema'] {
  const outer = propertyOf(format, 'json_schema');
  if (!outer || !ts.isObjectLiteralExpression(outer)) return null;
  const schema = propertyOf(outer, 'schema');
  return schema ? shapes.token(schema) : null;
}

function propertyOf(object: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  for (const property of object.properties) {
    if (ts.isPropertyAssignment(property) && property.name.getText() === name)
      return skipOuter(property.initializer);
    if (ts.isShorthandPropertyAssignment(property) && property.name.text === name) return property.name;
  }
  return undefined;
}

function helperOf(
  flow: Flow,
  shapes: Shapes,
  expression: ts.Expression,
  call: ts.CallExpression,
): FormatUse['helper'] {
  const [schema] = call.arguments;
  if (!schema || skipOuter(expression) !== call) return null;
  return { schema: shapes.token(schema), global: ts.isIdentifier(schema) && isGlobal(flow, schema) };
}

/** Declared or imported at the top of a file. */
function isGlobal(flow: Flow, name: ts.Identifier): boolean {
  const declared = flow.symbolOf(name)?.declarations ?? [];
  return (
    declared.length > 0 &&
    declared.every((one) => {
      if (ts.isImportSpecifier(one) || ts.isImportClause(one) || ts.isNamespaceImport(one)) return true;
      return ts.isVariableDeclaration(one) && ts.isSourceFile(one.parent.parent.parent);
    })
  );
}
