import type { Flow } from '../../src/flow/flow.js';
import { skipOuter } from '../../src/flow/index-nodes.js';
import { chainOf } from '../../src/flow/libraries.js';
import { envForm, type Shapes } from '../../src/flow/shapes.js';
import type { EnvReader, Value } from '../../src/flow/value.js';
import type { EnvSite } from '../../src/sites.js';
import { ts } from '../../src/ts.js';

/** Names that people give to OpenAI's variables: `OPENAI_API_KEY`, `VITE_OPENAI_KEY`. */
const VARIABLE = /^(?:[A-Z0-9]+_)*OPEN_?AI(?:_[A-Z0-9]+)*$/;
/** Those, and every other name of a secret: plain HTTP is judged by the keys that its file reads. */
const DESTRUCTURED = /^(?:[A-Z0-9]+_)*(?:OPEN_?AI(?:_[A-Z0-9]+)*|[A-Z0-9]*(?:KEY|TOKEN|SECRET)S?)$/;
/** Names of types that describe an environment. */
const ENVIRONMENT_TYPE = /Env(?:ironment|Vars?|Schema|Config)?$|^Env|Bindings$|^CloudflareEnv/;
/** Properties whose object is handed to a process as its environment. */
const ENVIRONMENT_PROPERTY = /^(?:env|environment|vars)$/;
const VALIDATORS =
  /^(?:parse|safeParse|parseAsync|createEnv|cleanEnv|parseEnv|validate|validateSync|object|strictObject|looseObject)$/;

/** Every read of an environment variable in code, and every place that declares one, whatever becomes of it. */
export function findEnvironment(flow: Flow, shapes: Shapes): EnvSite[] {
  return new Environment(flow, shapes).all();
}

class Environment {
  private readonly flow: Flow;
  private readonly shapes: Shapes;
  private readonly found = new Map<ts.Node, EnvSite>();

  constructor(flow: Flow, shapes: Shapes) {
    this.flow = flow;
    this.shapes = shapes;
  }

  all(): EnvSite[] {
    for (const node of this.accesses()) this.read(node);
    this.destructured();
    this.strings();
    this.keys();
    this.signatures();
    return [...this.found.values()];
  }

  private read(node: ts.Expression): void {
    for (const value of this.flow.values(node))
      if (value.kind === 'env' && (value.node === node || value.node === skipOuter(node)))
        this.add(value, node);
  }

  private add(value: Value & { kind: 'env' }, read: ts.Node): void {
    this.put(value.name, value.reader, read, value.token);
  }

  private put(name: string, reader: EnvReader, read: ts.Node, token: ts.Node): void {
    if (this.found.has(token)) return;
    this.found.set(token, {
      site: 'env',
      name,
      reader,
      read: this.shapes.token(read),
      token: this.shapes.token(token),
      form: envForm(token),
      besides: besides(read, name),
    });
  }

  /** `….env.X`, `….env['X']`, `Deno.env.get('X')`; and `anything.OPENAI_…`, which may be a validated environment. */
  private accesses(): ts.Expression[] {
    const found: ts.Expression[] = [];
    for (const identifier of this.flow.index.identifiers.get('env') ?? []) {
      let node: ts.Node = identifier;
      if (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) node = node.parent;
      while (ts.isNonNullExpression(node.parent) || ts.isParenthesizedExpression(node.parent))
        node = node.parent;
      const outer = node.parent;
      if (ts.isPropertyAccessExpression(outer) && outer.expression === node) {
        if (ts.isCallExpression(outer.parent) && outer.name.text === 'get') found.push(outer.parent);
        else found.push(outer);
      } else if (ts.isElementAccessExpression(outer) && outer.expression === node) found.push(outer);
    }
    for (const [, nodes] of this.flow.index.identifiers.matching(VARIABLE))
      for (const node of nodes) {
        const { parent } = node;
        if (ts.isPropertyAccessExpression(parent) && parent.name === node) found.push(parent);
        if (ts.isImportSpecifier(parent)) this.imported(parent);
      }
    return found;
  }

  /** `import { OPENAI_API_KEY } from '$env/static/private'`. */
  private imported(node: ts.ImportSpecifier): void {
    for (const value of this.flow.values(node.name))
      if (value.kind === 'env' && value.reader === 'module') this.add(value, value.token);
  }

  /** `const { OPENAI_API_KEY } = process.env`. */
  private destructured(): void {
    for (const [name, nodes] of this.flow.index.identifiers.matching(DESTRUCTURED)) {
      for (const node of nodes) {
        const element = node.parent;
        if (!ts.isBindingElement(element) || (element.propertyName ?? element.name) !== node) continue;
        const owner = element.parent.parent;
        if (!ts.isVariableDeclaration(owner) || !owner.initializer) continue;
        for (const value of this.flow.member(this.flow.values(owner.initializer), name, node))
          if (value.kind === 'env' && value.name === name) this.add({ ...value, token: node }, node);
      }
    }
  }

  /** `config.get('OPENAI_API_KEY')`, `required('OPENAI_API_KEY')`, `vi.stubEnv('OPENAI_API_KEY', …)`. */
  private strings(): void {
    for (const literal of this.flow.index.strings) {
      if (!VARIABLE.test(literal.text)) continue;
      const call = literal.parent;
      if (!ts.isCallExpression(call) || !call.arguments.includes(literal)) continue;
      const callee = skipOuter(call.expression);
      if (ts.isPropertyAccessExpression(callee) && /^(?:un)?stubEnv$/.test(callee.name.text)) {
        this.put(literal.text, 'process', literal, literal);
        continue;
      }
      for (const value of this.flow.values(call))
        if (value.kind === 'env' && value.token === literal) this.add(value, call);
    }
  }

  /** Keys of validators, and of objects that become an environment. */
  private keys(): void {
    const validated = this.validated();
    for (const [name, properties] of this.flow.index.properties) {
      if (!VARIABLE.test(name)) continue;
      for (const property of properties) {
        const isEnvironment = validated.has(property.parent) || becomesEnvironment(property.parent);
        if (isEnvironment) this.put(name, 'schema', property.name, property.name);
      }
    }
  }

  private validated(): Set<ts.Node> {
    const found = new Set<ts.Node>();
    for (const [name, calls] of this.flow.index.calls) {
      if (!VALIDATORS.test(name)) continue;
      for (const call of calls)
        if (ts.isCallExpression(call))
          for (const value of this.flow.values(call)) {
            for (const one of value.kind === 'list' ? value.items : [value])
              if (one.kind === 'schema')
                for (const keys of [...one.keys, ...this.givenTo(call)]) found.add(keys);
            for (const step of chainOf(value))
              for (const one of step.call.arguments) found.add(skipOuter(one));
          }
    }
    return found;
  }

  /** `schema.parse({ OPENAI_API_KEY: … })`: what is validated goes by the names of the schema. */
  private givenTo(call: ts.CallExpression): ts.ObjectLiteralExpression[] {
    return call.arguments.flatMap((argument) =>
      this.flow.values(argument).flatMap((value) => (value.kind === 'object' ? [value.node] : [])),
    );
  }

  /** `interface Env { OPENAI_API_KEY: string }`, `interface ProcessEnv { … }`. */
  private signatures(): void {
    for (const [name, signatures] of this.flow.index.signatures) {
      if (!VARIABLE.test(name)) continue;
      for (const signature of signatures) {
        const owner = signature.parent;
        const named = ts.isInterfaceDeclaration(owner)
          ? owner.name.text
          : ts.isTypeAliasDeclaration(owner.parent)
            ? owner.parent.name.text
            : '';
        if (ENVIRONMENT_TYPE.test(named)) this.put(name, 'binding', signature.name, signature.name);
      }
    }
  }
}

/** The other variables in `a || b`, however many. */
function besides(read: ts.Node, name: string): string[] {
  let node = read;
  while (isFallback(node.parent) || ts.isParenthesizedExpression(node.parent)) node = node.parent;
  if (node === read) return [];
  const found = new Set<string>();
  const visit = (one: ts.Node): void => {
    const isName = ts.isIdentifier(one) || ts.isStringLiteralLike(one);
    if (isName && VARIABLE.test(one.text) && one.text !== name) found.add(one.text);
    ts.forEachChild(one, visit);
  };
  visit(node);
  return [...found];
}

function isFallback(node: ts.Node): boolean {
  return (
    ts.isBinaryExpression(node) &&
    (node.operatorToken.kind === ts.SyntaxKind.BarBarToken ||
      node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken)
  );
}

/** `process.env = { … }`, `{ env: { … } }`. */
function becomesEnvironment(object: ts.ObjectLiteralExpression): boolean {
  let node: ts.Node = object;
  while (ts.isExpression(node.parent) && skipOuter(node.parent) === object) node = node.parent;
  const { parent } = node;
  if (ts.isBinaryExpression(parent) && ts.isPropertyAccessExpression(parent.left))
    return parent.left.name.text === 'env';
  return (
    ts.isPropertyAssignment(parent) &&
    ts.isIdentifier(parent.name) &&
    ENVIRONMENT_PROPERTY.test(parent.name.text)
  );
}
