import type { Edit } from '../finding.js';
import type { Blanks } from '../reasons.js';
import type { RequestSite } from '../sites.js';
import { widthRefusal } from './ai-sdk-options.js';
import { methodAt, packageFor, providerName } from './ai-sdk-packages.js';
import { editObject } from './object-edit.js';
import type { ResolvedTarget } from './target.js';
import { byHand, type Verdict } from './verdict.js';

/** Settings of AI SDK 4 that the new package has no place for: objects are asked for by a tool there. */
const GONE_SETTINGS = ['structuredOutputs', 'downloadImages', 'reasoningEffort'];

/** What a setting that is gone asked for, where that can be said elsewhere. */
export function settingVerdicts(
  request: RequestSite,
  target: ResolvedTarget,
  texts: ReadonlyMap<string, string>,
  blanks: Blanks,
): Verdict[] {
  const { provider, token } = request;
  const given = provider && packageFor(target, provider.major);
  const width = provider?.settings?.properties.some(({ name }) => name === 'dimensions');
  const why = width && typeof given === 'object' ? widthRefusal(request, target) : null;
  if (why !== null)
    return [
      byHand(
        { token, kind: 'parameter', dialect: request.dialect, message: `${why}: taken out` },
        'parameter-rejected',
        blanks,
      ),
    ];
  const effort = provider?.settings?.properties.find(({ name }) => name === 'reasoningEffort');
  if (!given || typeof given === 'string' || given.fallsBack || !effort) return [];
  const value = (texts.get(token.file) ?? '').slice(effort.valueSpan.start, effort.valueSpan.end);
  const message = `reasoningEffort ${value} was taken out: calls take it as providerOptions: { ${providerName(target)}: { reasoningEffort } }`;
  return [
    byHand({ token, kind: 'parameter', dialect: request.dialect, message }, 'provider-options', blanks),
  ];
}

/** Edits of the call that asks for a model: the method's name at the new package, settings that it takes. */
export function callEdits(
  request: RequestSite,
  target: ResolvedTarget,
  texts: ReadonlyMap<string, string>,
): { edits: Edit[]; note: string } {
  const { provider } = request;
  const given = provider && packageFor(target, provider.major);
  if (!provider || !given || typeof given === 'string') return { edits: [], note: '' };
  const edits: Edit[] = [];
  const { file } = request.token;
  const method = methodAt(given, provider);
  if (method !== undefined && method !== provider.method && provider.methodSpan)
    edits.push({ file, ...provider.methodSpan, text: method });
  const notes = method && method !== provider.method ? [`${method}()`] : [];
  if (provider.settings) {
    const names = new Set(provider.settings.properties.map(({ name }) => name ?? ''));
    const gone = [
      ...(given.fallsBack ? [] : GONE_SETTINGS),
      ...(widthRefusal(request, target) === null ? [] : ['dimensions']),
    ];
    const remove = new Set(gone.filter((name) => names.has(name)));
    if (remove.size > 0) {
      const whole = remove.size === names.size;
      edits.push(
        ...(whole
          ? [{ file, start: provider.settingsAt, end: provider.settings.span.end, text: '' }]
          : editObject(texts.get(file) ?? '', provider.settings, { set: new Map(), remove })),
      );
      notes.push(`without ${[...remove].join(', ')}`);
    }
  }
  return { edits, note: notes.length > 0 ? `, ${notes.join('; ')}` : '' };
}
