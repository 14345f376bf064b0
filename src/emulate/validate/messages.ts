import { isObject, type JsonObject, valuesAt } from '../json.js';

/** The messages of a request that are objects; what is none is judged elsewhere. */
export function messagesOf(body: JsonObject): readonly JsonObject[] {
  return valuesAt(body, 'messages[]').filter(isObject);
}

export type MessageForm =
  | 'one-system'
  | 'system-first'
  | 'alternating'
  | 'last-not-blank'
  | 'reasoning-echoed';

/** What is wrong with the messages by one rule of order; undefined when nothing is. */
export function messageProblem(messages: readonly JsonObject[], form: MessageForm): string | undefined {
  switch (form) {
    case 'one-system':
      return messages.filter((one) => one['role'] === 'system').length > 1
        ? 'only one system message is taken'
        : undefined;
    case 'system-first':
      return messages.some((one, index) => one['role'] === 'system' && index > 0)
        ? 'a system message has to be the first'
        : undefined;
    case 'alternating':
      return alternates(messages) ? undefined : 'user and assistant have to take turns';
    case 'last-not-blank':
      return isBlank(messages.at(-1)) ? 'the last message is blank' : undefined;
    case 'reasoning-echoed':
      return messages.some(lacksReasoning)
        ? 'reasoning_content has to be sent back with the tool calls of the assistant'
        : undefined;
  }
}

function alternates(messages: readonly JsonObject[]): boolean {
  const turns = messages.map((one) => one['role']).filter((role) => role === 'user' || role === 'assistant');
  return turns.every((role, index) => index === 0 || role !== turns[index - 1]);
}

function isBlank(message: JsonObject | undefined): boolean {
  const content = message?.['content'];
  return typeof content === 'string' && content.trim() === '';
}

function lacksReasoning(message: JsonObject): boolean {
  const calls = message['tool_calls'];
  return (
    message['role'] === 'assistant' &&
    Array.isArray(calls) &&
    calls.length > 0 &&
    typeof message['reasoning_content'] !== 'string'
  );
}

/** Addresses of the images in the messages. */
export function imageUrls(body: JsonObject): string[] {
  return valuesAt(body, 'messages[].content[].image_url').flatMap((image) => {
    const url = isObject(image) ? image['url'] : image;
    return typeof url === 'string' ? [url] : [];
  });
}

/** Everything that is said in the messages, as one text. */
export function textOf(body: JsonObject): string {
  const plain = valuesAt(body, 'messages[].content').filter((one) => typeof one === 'string');
  const parts = valuesAt(body, 'messages[].content[].text').filter((one) => typeof one === 'string');
  return [...plain, ...parts].join('\n');
}
