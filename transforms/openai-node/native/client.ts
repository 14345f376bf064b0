import { skipOuter } from '../../../src/flow/index-nodes.js';
import { propertyText } from '../../../src/flow/uses.js';
import { spanOf } from '../../../src/pipeline/parse.js';
import type { NativeUse } from '../../../src/sites.js';
import { ts } from '../../../src/ts.js';
import type { Draft } from '../conversion/draft.js';
import type { Names } from './names.js';
import { CLASS, CLIENT_OPTIONS } from './ollama.js';

/** Where the class of the package is named in `new OpenAI(…)`, and where its options stand. */
export function constructionOf(draft: Draft, names: Names, made: ts.NewExpression): NativeUse['options'] {
  const callee = skipOuter(made.expression);
  const root = rootOf(callee);
  if (!root) draft.block(callee, 'parameter', 'client', 'its class is not named by an import');
  else {
    const local = names.use(draft, root, CLASS, false);
    draft.step(callee, 'call', draft.text(callee), local, [draft.replace(callee, local)]);
  }
  if (made.typeArguments) draft.block(made, 'parameter', 'client', 'its class is given types');
  options(draft, made);
  return argumentSpan(draft, made, callee);
}

/** `OpenAI`, `sdk.OpenAI`: the name that an import brought in. */
function rootOf(node: ts.Expression): ts.Identifier | undefined {
  if (ts.isIdentifier(node)) return node;
  return ts.isPropertyAccessExpression(node) ? rootOf(skipOuter(node.expression)) : undefined;
}

function options(draft: Draft, made: ts.NewExpression): void {
  const [given, more] = made.arguments ?? [];
  if (!given) return;
  if (more || !ts.isObjectLiteralExpression(given)) {
    draft.block(given, 'parameter', 'options', 'the options of the client do not stand in its call');
    return;
  }
  for (const property of given.properties) {
    const name = property.name && propertyText(property.name);
    if (name === undefined || !CLIENT_OPTIONS.test(name))
      draft.block(property.name ?? property, 'parameter', name ?? '…', 'the new client has no such option');
  }
}

/** What stands between the parentheses; behind the class where there are none. */
function argumentSpan(draft: Draft, made: ts.NewExpression, callee: ts.Expression): NativeUse['options'] {
  const parsed = draft.parsed(made);
  const whole = spanOf(parsed, made);
  const { end } = spanOf(parsed, callee);
  const open = made.arguments ? parsed.text.indexOf('(', end) : -1;
  if (open < 0) return { file: parsed.file, start: whole.end, end: whole.end, parentheses: true };
  return { file: parsed.file, start: open + 1, end: whole.end - 1, parentheses: false };
}
