import { codeTransforms } from '../../transforms/index.js';
import type { Diagnostic } from '../finding.js';
import { Flow, type FlowHooks } from '../flow/flow.js';
import { Shapes } from '../flow/shapes.js';
import type { Manifest } from '../packages.js';
import type { Site } from '../sites.js';
import type { FindContext } from '../transform.js';
import { type CodeText, parse } from './parse.js';

/** Functions of other packages that hand a client through: name → index of the argument. */
const WRAPPERS: readonly (readonly [RegExp, RegExp, number])[] = [
  [/^(?:langfuse|@langfuse\/openai)$/, /^observeOpenAI$/, 0],
  [/^langsmith\/wrappers(?:\/openai)?$/, /^wrap(?:OpenAI|SDK)$/, 0],
  [/^braintrust$/, /^wrapOpenAI(?:v4)?$/, 0],
];

/** The part of `find` that needs the parser; imported only when a code file qualifies. */
export function analyseCode(
  code: readonly CodeText[],
  context: FindContext,
  resolve: FlowHooks['resolve'],
): {
  sites: Site[];
  parsed: number;
  diagnostics: readonly Diagnostic[];
  /** Those of `code` that have syntax errors. */
  broken: readonly CodeText[];
} {
  const program = parse(code);
  const flow = new Flow(program, {
    resolve,
    passThrough: (module, path) =>
      WRAPPERS.find(([modules, names]) => modules.test(module) && names.test(path.join('.')))?.[2],
    isPublished: (file) => nearest(context.manifests, file)?.published ?? false,
    keepsReceiver: (path) => path.at(-1) === 'withOptions' || path.at(-1) === 'bind',
  });
  const shapes = new Shapes(flow);
  const sites = codeTransforms.flatMap((transform) => transform.find({ ...context, flow, shapes }));
  return { sites, parsed: program.files.size, diagnostics: program.diagnostics, broken: program.broken };
}

function nearest(manifests: readonly Manifest[], file: string): Manifest | undefined {
  return manifests
    .filter(({ folder }) => folder === '' || file.startsWith(`${folder}/`))
    .sort((a, b) => b.folder.length - a.folder.length)[0];
}
