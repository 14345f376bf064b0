import type { EnvReader } from '../flow/value.js';

/** Source text that reads an environment variable the way the file does. */
export function envRead(reader: EnvReader, name: string, quote: string): string {
  switch (reader) {
    case 'meta':
      return `import.meta.env.${name}`;
    case 'deno':
      return `Deno.env.get(${quote}${name}${quote})`;
    case 'bun':
      return `Bun.env.${name}`;
    default:
      return `process.env.${name}`;
  }
}
