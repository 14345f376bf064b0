import type { Edit } from '../../src/finding.js';
import type { Flow } from '../../src/flow/flow.js';
import { type CallLike, skipOuter } from '../../src/flow/index-nodes.js';
import type { Shapes } from '../../src/flow/shapes.js';
import { propertyText } from '../../src/flow/uses.js';
import { spanOf } from '../../src/pipeline/parse.js';
import type { AzureUse, Origin, Token } from '../../src/sites.js';
import { ts } from '../../src/ts.js';
import { type ClientClass, clientClass, sdkModule } from './modules.js';

/** Options of `AzureOpenAI` that `OpenAI` does not have (npm:openai@7.57.0, azure.d.ts). */
const OPTIONS = ['endpoint', 'deployment', 'apiVersion', 'azureADTokenProvider'];
/** What an address of Azure has in it, whoever puts it together. */
const ADDRESS = /\.openai\.azure\.|services\.ai\.azure\.|cognitiveservices\.azure\.|\/openai\/deployments\//i;
const DEPLOYMENT = /\/openai\/deployments\/([^/?]+)/;

/** Finds how clients of the `openai` package reach Azure: by its own class, or by an address and a header. */
export class AzureClients {
  private readonly flow: Flow;
  private readonly shapes: Shapes;
  private names: readonly Edit[] | undefined;

  constructor(flow: Flow, shapes: Shapes) {
    this.flow = flow;
    this.shapes = shapes;
  }

  /** `given` is the options object of the client. */
  of(call: CallLike, name: ClientClass, given: ts.Expression | undefined): AzureUse | undefined {
    const object = given && this.object(given);
    if (name === 'AzureOpenAI') return this.byClass(call, object);
    return name === 'OpenAI' && object ? this.byAddress(object) : undefined;
  }

  /** The key that comes in a header, where the options have none. */
  headerKey(given: ts.Expression | undefined): Origin[] {
    const object = given && this.object(given);
    const headers = object && this.inner(object, 'defaultHeaders');
    const key = headers?.properties.find((one) => /^api-key$/i.test(nameOf(one) ?? ''));
    const value = key && initializerOf(key);
    return value ? this.shapes.origins(this.flow.values(value)) : [];
  }

  private byClass(call: CallLike, object: ts.ObjectLiteralExpression | undefined): AzureUse {
    const present = new Set(object?.properties.map(nameOf));
    const names = this.classNames();
    return {
      deployment: object && present.has('deployment') ? this.option(object, 'deployment') : [],
      drop: OPTIONS.filter((one) => present.has(one)),
      ownKey: !present.has('apiKey'),
      addresses: object ? [...this.texts(object, 'endpoint'), ...this.texts(object, 'baseURL')] : [],
      names: names ?? [],
      blocks: [
        ...(names ? [] : ['the class is used in a way that cannot be followed']),
        ...(object || (call.arguments ?? []).length === 0 ? [] : ['its options are made elsewhere']),
      ],
    };
  }

  private byAddress(object: ts.ObjectLiteralExpression): AzureUse | undefined {
    const url = object.properties.find((one) => nameOf(one) === 'baseURL');
    const value = url && initializerOf(url);
    const query = this.inner(object, 'defaultQuery');
    const headers = this.inner(object, 'defaultHeaders');
    const hasVersion = query?.properties.some((one) => nameOf(one) === 'api-version') ?? false;
    const hasKey = headers?.properties.some((one) => /^api-key$/i.test(nameOf(one) ?? '')) ?? false;
    if (!value || !(this.isAddress(value) || (hasVersion && hasKey))) return undefined;
    const drop = [
      ...(query?.properties.length === 1 && hasVersion ? ['defaultQuery'] : []),
      ...(headers?.properties.length === 1 && hasKey ? ['defaultHeaders'] : []),
    ];
    return {
      deployment: this.deploymentIn(value),
      drop,
      ownKey: hasKey || !this.readsKey(object),
      addresses: this.texts(object, 'baseURL'),
      names: [],
      blocks: [
        ...(hasVersion && !drop.includes('defaultQuery')
          ? ['`defaultQuery` says more than the version']
          : []),
        ...(hasKey && !drop.includes('defaultHeaders') ? ['`defaultHeaders` says more than the key'] : []),
      ],
    };
  }

  /** The text itself, the pieces of a template, or what the names in it were made of. */
  private isAddress(value: ts.Expression): boolean {
    const bare = skipOuter(value);
    const texts = this.flow.values(bare).flatMap((one) => (one.kind === 'text' ? [one.value] : []));
    if ([bare.getText(), ...texts].some((one) => ADDRESS.test(one))) return true;
    if (!ts.isTemplateExpression(bare) || !/\/openai\/v1/.test(bare.getText())) return false;
    return identifiersIn(bare).some((one) => /azure/i.test(`${one.text} ${this.initializer(one)}`));
  }

  private initializer(name: ts.Identifier): string {
    const declaration = this.flow.symbolOf(name)?.declarations?.find(ts.isVariableDeclaration);
    return declaration?.initializer?.getText() ?? '';
  }

  private deploymentIn(value: ts.Expression): Origin[] {
    const bare = skipOuter(value);
    if (ts.isTemplateExpression(bare)) {
      let before = bare.head.text;
      for (const span of bare.templateSpans) {
        if (/\/openai\/deployments\/$/.test(before))
          return this.shapes.origins(this.flow.values(span.expression));
        before = span.literal.text;
        const written = DEPLOYMENT.exec(before)?.[1];
        if (written) return [this.written(bare, written)];
      }
      return [];
    }
    return this.flow.values(bare).flatMap((one) => {
      const name = one.kind === 'text' ? DEPLOYMENT.exec(one.value)?.[1] : undefined;
      return name ? [this.written(one.node, name)] : [];
    });
  }

  /** A name that is a piece of an address: it is read, never edited there. */
  private written(node: ts.Node, value: string): Origin {
    return {
      kind: 'text',
      value,
      at: this.shapes.token(node),
      narrow: null,
      shared: false,
      isKey: false,
      trail: [],
    };
  }

  private texts(object: ts.ObjectLiteralExpression, name: string): Token[] {
    return this.option(object, name).flatMap((one) => (one.kind === 'text' ? [one.at] : []));
  }

  private readsKey(object: ts.ObjectLiteralExpression): boolean {
    return this.option(object, 'apiKey').some((one) => one.kind === 'env');
  }

  private option(object: ts.ObjectLiteralExpression, name: string): Origin[] {
    return this.shapes.origins(this.flow.member([{ kind: 'object', node: object, trail: [] }], name, object));
  }

  private object(given: ts.Expression): ts.ObjectLiteralExpression | undefined {
    const [only, ...others] = this.flow.values(given);
    return only?.kind === 'object' && others.length === 0 ? only.node : undefined;
  }

  private inner(object: ts.ObjectLiteralExpression, name: string): ts.ObjectLiteralExpression | undefined {
    const property = object.properties.find((one) => nameOf(one) === name);
    const value = property && initializerOf(property);
    const bare = value && skipOuter(value);
    return bare && ts.isObjectLiteralExpression(bare) ? bare : undefined;
  }

  /** Every place that names Azure's class becomes `OpenAI`; undefined where one cannot be understood. */
  private classNames(): readonly Edit[] | undefined {
    if (this.names) return this.names.length > 0 ? this.names : undefined;
    const edits: Edit[] = [];
    for (const node of this.flow.index.identifiers.get('AzureOpenAI') ?? []) {
      if (!this.isClass(node)) continue;
      if (this.isTaken(node)) return undefined;
      edits.push(...this.renamed(node));
    }
    this.names = edits;
    return edits.length > 0 ? edits : undefined;
  }

  /** The file has something else that is called `OpenAI`: LangChain's class, its own. */
  private isTaken(node: ts.Identifier): boolean {
    const file = node.getSourceFile();
    if (!ts.isImportSpecifier(node.parent) || this.localName(file) !== undefined) return false;
    return (this.flow.index.identifiers.get('OpenAI') ?? []).some(
      (one) => one.getSourceFile() === file && this.flow.symbolOf(one) !== undefined,
    );
  }

  private isClass(node: ts.Identifier): boolean {
    const { parent } = node;
    if (ts.isImportSpecifier(parent)) return this.isOfSdk(parent.name);
    if (ts.isPropertyAccessExpression(parent) && parent.name === node) return this.isOfSdk(parent);
    if (ts.isQualifiedName(parent)) return this.isOfSdk(rootOf(parent));
    if (ts.isBindingElement(parent)) return ts.isIdentifier(parent.name) && this.isOfSdk(parent.name);
    return this.isOfSdk(node);
  }

  private isOfSdk(node: ts.Expression): boolean {
    return this.flow.values(node).some((value) => {
      const module = value.kind === 'external' ? sdkModule(value.module) : undefined;
      return (
        module !== undefined && value.kind === 'external' && clientClass(module, value.path) === 'AzureOpenAI'
      );
    });
  }

  /** An import gives way to the one that the file has already; `openai/azure` becomes the root. */
  private renamed(node: ts.Identifier): Edit[] {
    const { parent } = node;
    const parsed = this.flow.program.fileOf(node);
    const own = { file: parsed.file, ...spanOf(parsed, node) };
    const local = this.localName(node.getSourceFile());
    if (ts.isImportSpecifier(parent) && local !== undefined) return this.withoutSpecifier(parent);
    const edits: Edit[] = [{ ...own, text: local ?? 'OpenAI' }];
    if (ts.isImportSpecifier(parent) || ts.isBindingElement(parent)) edits.push(...this.rootModule(parent));
    return edits;
  }

  /** The name by which a file has the class `OpenAI` already. */
  private localName(file: ts.SourceFile): string | undefined {
    for (const statement of file.statements) {
      if (!ts.isImportDeclaration(statement) || !ts.isStringLiteralLike(statement.moduleSpecifier)) continue;
      const module = sdkModule(statement.moduleSpecifier.text);
      const clause = statement.importClause;
      if (module?.subpath !== '' || !clause || clause.isTypeOnly) continue;
      if (clause.name) return clause.name.text;
      const named = clause.namedBindings;
      const found =
        named && ts.isNamedImports(named)
          ? named.elements.find((one) => (one.propertyName ?? one.name).text === 'OpenAI' && !one.isTypeOnly)
          : undefined;
      if (found) return found.name.text;
    }
    return undefined;
  }

  private withoutSpecifier(specifier: ts.ImportSpecifier): Edit[] {
    const parsed = this.flow.program.fileOf(specifier);
    const owner = specifier.parent;
    const clause = owner.parent;
    const statement = clause.parent as ts.ImportDeclaration;
    const kept = owner.elements.filter((one) => one !== specifier).map((one) => one.getText());
    const span = (node: ts.Node) => ({ file: parsed.file, ...spanOf(parsed, node) });
    if (kept.length > 0) return [{ ...span(owner), text: `{ ${kept.join(', ')} }` }];
    if (clause.name) {
      const { end } = spanOf(parsed, clause.name);
      return [{ ...span(owner), start: end, text: '' }];
    }
    const whole = span(statement);
    const rest = /^[ \t]*\r?\n/.exec(parsed.text.slice(whole.end))?.[0] ?? '';
    return [{ ...whole, end: whole.end + rest.length, text: '' }];
  }

  private rootModule(node: ts.ImportSpecifier | ts.BindingElement): Edit[] {
    if (!ts.isImportSpecifier(node)) return [];
    const module = (node.parent.parent.parent as ts.ImportDeclaration).moduleSpecifier;
    if (!ts.isStringLiteralLike(module) || sdkModule(module.text)?.subpath !== 'azure') return [];
    const { file, span, text } = this.shapes.token(module);
    return [{ file, ...span, text: `${text[0]}openai${text.at(-1)}` }];
  }
}

function nameOf(node: ts.ObjectLiteralElementLike): string | undefined {
  return node.name && propertyText(node.name);
}

function initializerOf(node: ts.ObjectLiteralElementLike): ts.Expression | undefined {
  if (ts.isPropertyAssignment(node)) return node.initializer;
  return ts.isShorthandPropertyAssignment(node) ? node.name : undefined;
}

function rootOf(node: ts.QualifiedName): ts.Identifier {
  return ts.isIdentifier(node.left) ? node.left : rootOf(node.left);
}

function identifiersIn(node: ts.Node): ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const visit = (one: ts.Node): void => {
    if (ts.isIdentifier(one)) found.push(one);
    ts.forEachChild(one, visit);
  };
  visit(node);
  return found;
}
