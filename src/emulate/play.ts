import type { Provider } from '../providers/types.js';
import { OPENAI_CHAT } from '../providers/wire/openai.js';
import { speechBody, speechSound, transcription } from './answers/audio.js';
import { answerChat, chatBody } from './answers/chat.js';
import { chatChunks } from './answers/chat-stream.js';
import { embeddingsBody } from './answers/embeddings.js';
import { imagesBody, imageTask } from './answers/images.js';
import { completionBody, completionChunks, moderationBody } from './answers/others.js';
import { responseBody, responseEvents } from './answers/responses.js';
import type { Heeds } from './answers/turn.js';
import type { JsonObject } from './json.js';
import type { Reply } from './reply.js';
import type { Route } from './routes.js';
import type { Validated } from './validate/index.js';

/** An accepted request with everything that its answer needs. */
export interface Accepted {
  readonly provider: Provider;
  readonly route: Route;
  readonly body: JsonObject;
  readonly validated: Validated;
  readonly number: number;
  /** Seconds. */
  readonly created: number;
  /** Address of the emulator, for what it serves itself. */
  readonly url: string;
}

export interface Played {
  readonly reply: Reply;
  readonly warnings: readonly string[];
}

/** The provider's answer to a request that it takes. */
export function play(accepted: Accepted): Played {
  const { provider, route, body, validated, number, created, url } = accepted;
  const model = validated.model ?? '';
  const id = `emulated-${number}`;
  const heeds = heedsOf(validated);
  const streams = body['stream'] === true && heeds('stream');
  switch (route.operation) {
    case 'chat.completions':
      return playChat(accepted, model, heeds);
    case 'responses': {
      const { thinking } = validated;
      const answer = responseBody(body, model, thinking, heeds, number, created);
      const done = provider.wire?.responses?.done ?? false;
      return quiet(streams ? events(responseEvents(answer), true, done) : json(answer));
    }
    case 'completions': {
      const answer = completionBody(body, model, number, created);
      return quiet(streams ? events(completionChunks(answer), false, true) : json(answer));
    }
    case 'embeddings':
      return quiet(json(embeddingsBody(provider, body, model, heeds)));
    case 'audio.speech': {
      const sound = speechSound(provider, body, heeds);
      const whole = speechBody(provider, sound, id);
      return quiet(whole === undefined ? { kind: 'bytes', ...sound } : json(whole));
    }
    case 'audio.transcriptions':
    case 'audio.translations': {
      const heard = transcription(provider, body, heeds, id, created);
      return quiet('text' in heard ? { kind: 'text', text: heard.text } : json(heard.json));
    }
    case 'moderations':
      return quiet(json(moderationBody(provider, body, id, created)));
    default:
      return quiet(
        json(
          provider.wire?.images?.task
            ? imageTask(id)
            : imagesBody(provider, body, `${url}/__banjia/image.png`, heeds, id, created),
        ),
      );
  }
}

function playChat(
  { provider, body, validated, number, created }: Accepted,
  model: string,
  heeds: Heeds,
): Played {
  const wire = provider.wire?.chat ?? OPENAI_CHAT;
  const { thinking } = validated;
  const answer = answerChat({ body, model, thinking, wire, heeds, number, created });
  const { warnings } = answer;
  if (body['stream'] !== true) return { reply: json(chatBody(answer, wire)), warnings };
  const chunks = chatChunks(answer, wire, body);
  return {
    reply: { kind: 'events', events: chunks, named: false, done: true, keepAlive: wire.keepAlive === true },
    warnings,
  };
}

/** A parameter that is taken without effect plays no part in the answer. */
function heedsOf({ ignored }: Validated): Heeds {
  return (parameter) =>
    !ignored.some((note) => note.parameter === parameter || note.parameter.startsWith(`${parameter}.`));
}

function quiet(reply: Reply): Played {
  return { reply, warnings: [] };
}

function json(body: unknown): Reply {
  return { kind: 'json', status: 200, body };
}

function events(list: readonly JsonObject[], named: boolean, done: boolean): Reply {
  return { kind: 'events', events: list, named, done, keepAlive: false };
}
