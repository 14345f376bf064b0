import type { Flow } from '../../src/flow/flow.js';

/** Which files a test reaches by its imports. */
export class TestReach {
  private readonly flow: Flow;
  private readonly known = new Map<string, readonly string[]>();
  private imports: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(flow: Flow) {
    this.flow = flow;
  }

  /** The files that a test imports, however many steps away. */
  of(file: string): readonly string[] {
    const known = this.known.get(file);
    if (known) return known;
    this.imports ??= this.importsByFile();
    const edges = this.imports;
    const found = new Set<string>();
    for (let front = [file]; front.length > 0; ) {
      const next = front.flatMap((one) => edges.get(one) ?? []).filter((one) => !found.has(one));
      for (const one of next) found.add(one);
      front = [...new Set(next)];
    }
    const files = [...found].sort();
    this.known.set(file, files);
    return files;
  }

  private importsByFile(): Map<string, string[]> {
    const edges = new Map<string, string[]>();
    for (const { literal, typeOnly } of this.flow.index.specifiers) {
      const { file } = this.flow.program.fileOf(literal);
      const target = typeOnly ? undefined : this.flow.hooks.resolve(literal.text, file);
      if (target === undefined) continue;
      const list = edges.get(file);
      if (list) list.push(target);
      else edges.set(file, [target]);
    }
    return edges;
  }
}
