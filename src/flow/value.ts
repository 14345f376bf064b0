import type { ts } from 'ts-morph';

/** Why a value could not be followed further. */
export type Unknown = 'parameter' | 'dynamic' | 'undeclared' | 'mutated' | 'too-deep' | 'too-many' | 'call';

/**
 * One thing that an expression may evaluate to. An expression has several where control flow or a fallback decides
 * (`a ?? b`); an `unknown` among them says that the list is not all there is.
 */
export type Value = {
  readonly trail: readonly ts.Node[];
} /** `node` is an identifier where the text is the name of a property (`Object.keys(table)`). */ & (
  | { readonly kind: 'text'; readonly node: ts.StringLiteralLike | ts.Identifier; readonly value: string }
  | { readonly kind: 'number'; readonly node: ts.Expression; readonly value: number }
  | { readonly kind: 'boolean'; readonly node: ts.Expression; readonly value: boolean }
  | { readonly kind: 'nothing'; readonly node: ts.Node }
  | { readonly kind: 'object'; readonly node: ts.ObjectLiteralExpression }
  | { readonly kind: 'array'; readonly node: ts.ArrayLiteralExpression }
  | { readonly kind: 'function'; readonly node: FunctionNode }
  | { readonly kind: 'class'; readonly node: ts.ClassLikeDeclaration }
  | { readonly kind: 'enum'; readonly node: ts.EnumDeclaration }
  /** `new X()`; `of` is what was constructed: an external class or a class of the repository. */
  | { readonly kind: 'instance'; readonly node: ts.NewExpression; readonly of: Value }
  /** `this` inside a class, or an instance of it met through a type. */
  | { readonly kind: 'self'; readonly node: ts.ClassLikeDeclaration }
  /** An export of a module outside the program; no `path` is the module object itself. */
  | {
      readonly kind: 'external';
      readonly module: string;
      readonly path: readonly string[];
      readonly node: ts.Node;
    }
  /** A file of the program as an object (`import * as x`, `require('./x')`). */
  | { readonly kind: 'module'; readonly node: ts.SourceFile }
  /** A global or what hangs off it: `process.env`, `import.meta.env`, `Deno.env`. */
  | { readonly kind: 'global'; readonly path: readonly string[]; readonly node: ts.Node }
  /** An environment variable read; `node` is the whole read, `name` the token that names the variable. */
  | {
      readonly kind: 'env';
      readonly name: string;
      readonly node: ts.Node;
      readonly token: ts.Node;
      readonly reader: EnvReader;
    }
  /** Something whose declared type is an export of an external module (`client: OpenAI`). */
  | {
      readonly kind: 'typed';
      readonly module: string;
      readonly path: readonly string[];
      readonly node: ts.Node;
    }
  /** A member of something opaque: `openai.chat.completions`. */
  | {
      readonly kind: 'member';
      readonly base: Value;
      readonly path: readonly string[];
      readonly node: ts.Node;
    }
  /** Several things in a row whose places are not known: `Object.values(table)`, `new Map([…])`, a tuple of a hook. */
  | { readonly kind: 'list'; readonly items: readonly Value[]; readonly node: ts.Node }
  /** Things in known places that no literal holds: an entry of `Object.entries(table)`. */
  | { readonly kind: 'tuple'; readonly parts: readonly (readonly Value[])[]; readonly node: ts.Node }
  /** What a validated environment gives (`schema.parse(process.env)`): its properties are variables. */
  | { readonly kind: 'schema'; readonly keys: readonly ts.ObjectLiteralExpression[]; readonly node: ts.Node }
  /** An option of a command line with its default. */
  | {
      readonly kind: 'option';
      readonly name: string;
      readonly value: ts.Expression;
      readonly node: ts.Node;
    }
  /** Something whose declared type is written out in the program: `services: { ai: { openai: OpenAI } }`. */
  | { readonly kind: 'shape'; readonly node: ts.InterfaceDeclaration | ts.TypeLiteralNode }
  /**
   * A text that is put together of others: a template, a sum, a link resolved against a base. `parts` looks at the parts
   * only when asked; `scope` tells two calls of one function apart.
   */
  | {
      readonly kind: 'joined';
      readonly node: ts.Expression;
      readonly parts: () => readonly JoinedPart[];
      readonly scope: object | null;
    }
  /** What a call of something opaque gives. */
  | { readonly kind: 'result'; readonly callee: Value; readonly node: ts.CallExpression }
  | { readonly kind: 'unknown'; readonly why: Unknown; readonly node: ts.Node }
);

/** How a part follows the one before it: as it stands, behind exactly one slash, or as a link on a page of that address. */
export type Glue = 'text' | 'slash' | 'reference';

export interface JoinedPart {
  readonly glue: Glue;
  /** The piece of a template, the expression in its place; null for a text that stands nowhere. */
  readonly node: ts.Node | null;
  /** The characters of the piece itself; null where `values` say what it may be. */
  readonly chars: string | null;
  readonly values: readonly Value[];
}

export type FunctionNode =
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ArrowFunction
  | ts.MethodDeclaration
  | ts.GetAccessorDeclaration
  | ts.SetAccessorDeclaration
  | ts.ConstructorDeclaration;

/** How an environment variable is read; decides the syntax of a replacement. */
export type EnvReader =
  | 'process'
  | 'meta'
  | 'deno'
  | 'bun'
  | 'module'
  /** By name from a configuration service: `config.get('NAME')`. */
  | 'config'
  /** A property of a validated environment: `env.NAME` of zod, envalid, t3-env. */
  | 'schema'
  /** A property of an environment handed in at run time: Cloudflare's `env.NAME`. */
  | 'binding';
