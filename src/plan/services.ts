import type { Operation } from '../openai/operations.js';
import type { Blanks, ReasonId } from '../reasons.js';
import type { RequestSite } from '../sites.js';
import { byHand, type Verdict } from './verdict.js';

/**
 * What to do about a service that a target does not have. OpenAI's own dates: `@deprecated` in openai 7.57.0 and
 * https://developers.openai.com/api/docs/deprecations, read on 2026-11-22.
 */
const NEXT_STEPS: Readonly<Partial<Record<Operation, string>>> = {
  assistants:
    'OpenAI itself shut the Assistants API down on 2026-08-26. Keep each thread as a list of messages in your own store, send it whole to chat completions, and offer what the assistant could do as `tools` that your code runs.',
  completions:
    'Ask a chat model: the prompt goes into one message of the user, and the text comes back in `choices[0].message.content`. What leaves a gap to fill in has no equal.',
  vector_stores:
    'Cut the files into pieces in your own code, embed them with an embedding model, keep the vectors in a database of your own, and put the pieces that match a question into its messages.',
  files:
    'Read the files in your own code: put their text into the messages, or embed it and search it. Files kept at OpenAI have to be downloaded while the key still works.',
  fine_tuning:
    'A model tuned at OpenAI cannot be taken along. Try the base model with examples in the prompt first; keep the training file, since most providers take the same JSON lines in their console.',
  batches:
    'Send the requests of the batch one by one, a few at a time, and write the answers where the batch wrote them.',
  realtime:
    'A session over WebSocket or WebRTC has a protocol of its own everywhere. Split it: transcribe what is said, ask a chat model, speak its answer.',
  moderations:
    'Let a moderation service of your cloud judge the text, or ask a chat model for a verdict in a fixed form; decide before the text is used, as the code does now.',
  conversations:
    'Keep the messages in your own store under an id of your own, and send the whole list each time.',
  uploads: 'Upload in one piece where the provider takes files, else keep them in your own store.',
  videos:
    'OpenAI itself announced the end of this service for 2026-09-24. Video models have APIs of their own: call one from a client of its own.',
  'images.edits':
    'Send it to a provider that edits images, by a client of its own: `banjia providers` lists them.',
  'images.variations':
    'OpenAI itself has retired this. Ask for a new image, with a description of the old one or with the old one as a reference.',
  'audio.translations': 'Transcribe first, then ask a chat model to translate the text.',
};

/** The next step for an operation, where there is more to say than that it is missing. */
export function nextStepFor(operation: Operation): string | undefined {
  return NEXT_STEPS[operation];
}

/** What a file is uploaded for: a service that is missing, named where the code names it. */
export function purposeVerdicts(request: RequestSite, reason: ReasonId, blanks: Blanks): Verdict[] {
  if (!request.method.startsWith('files.') && !request.method.startsWith('uploads.')) return [];
  const { dialect, confidence } = request;
  return request.parameters
    .flatMap(({ name, values }) => (name === 'purpose' ? values : []))
    .flatMap((origin) => {
      if (origin.kind !== 'text') return [];
      const message = `purpose ${origin.value} of a file kept at OpenAI`;
      const help = nextStepFor(request.operation);
      const base = { token: origin.at, kind: 'unsupported', dialect, confidence, message } as const;
      return [byHand(help ? { ...base, help } : base, reason, blanks)];
    });
}
