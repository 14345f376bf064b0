import { MODEL_TEXT } from '../../src/openai/models.js';
import type { Site } from '../../src/sites.js';
import { TextFile } from '../../src/text-tokens.js';
import { defineTransform, type FindContext, type SourceText } from '../../src/transform.js';
import { ConfigFile } from './config-file.js';
import { calledWorkflows } from './marks.js';
import { ownImages } from './own-images.js';
import { textFormatOf } from './text-entries.js';
import { NAME } from './words.js';

/** Compose files, pipelines, deployments, scripts, Dockerfiles and the like: every variable that they name. */
export const configFiles = defineTransform({
  id: 'config-files',
  reads: 'text',
  find({ texts, manifests }: FindContext): readonly Site[] {
    const own = ownImages(
      manifests,
      texts.filter(({ kind }) => kind === 'config'),
    );
    const called = calledWorkflows(texts.filter(({ file }) => /\.ya?ml$/.test(file)));
    return texts.flatMap((source): Site[] =>
      isCandidate(source) ? [...new ConfigFile(source, own, called).settings(), ...replacements(source)] : [],
    );
  },
});

/** `sed s/OPENAI_API_KEY/…/` over what was built: the name there and the name here have to be the same. */
const REPLACES = /^[^#\n]*?\b(sed|perl|awk|envsubst|replace-in-file)\b[^\n]*OPEN_?AI/gm;

function replacements({ file, text }: SourceText): Site[] {
  if (textFormatOf(file) !== 'shell' && textFormatOf(file) !== 'docker') return [];
  return new TextFile(file, text).tokens(REPLACES).map((token) => ({
    site: 'note',
    dialect: 'config-files',
    kind: 'credential',
    token,
    confidence: 'probable',
    message: `${token.text} replaces a name of OpenAI’s in other files`,
    reason: 'names-replaced',
    help: null,
    related: [],
  }));
}

/** One look at the text, before it is taken apart: a name, or something that holds variables beside a model or address. */
function isCandidate({ file, text, kind }: SourceText): boolean {
  if ((kind !== 'config' && kind !== 'manifest') || NO_VARIABLES.test(file)) return false;
  return NAME.test(text) || (text.length < MAX_WITHOUT_NAMES && HOLDS.test(text) && SAYS.test(text));
}

/** Longer files without a name are data. */
const MAX_WITHOUT_NAMES = 256 * 1024;
const HOLDS = /env|vars|variables|secrets|stringData|ConfigMap|_[A-Z]+\s*[=:]/i;
const SAYS = new RegExp(`${MODEL_TEXT.source}|api\\.openai\\.com`);

/** Languages in which a name of a variable is no variable of a process. */
const NO_VARIABLES = /\.(?:sql|prisma|graphql)$/i;
