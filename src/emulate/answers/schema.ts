import { isObject, type JsonObject } from '../json.js';

/** Deeper than this a schema that refers to itself is cut off. */
const MAX_DEPTH = 6;

/** A value that a JSON Schema allows: the first of each choice, one item per list, every property. */
export function sampleOf(schema: unknown): unknown {
  return sample(schema, isObject(schema) ? schema : {}, 0);
}

function sample(schema: unknown, root: JsonObject, depth: number): unknown {
  if (!isObject(schema)) return 'text';
  if (depth > MAX_DEPTH) return null;
  const below = (child: unknown) => sample(child, root, depth + 1);
  const { $ref: reference, anyOf, oneOf, allOf } = schema;
  if (typeof reference === 'string') return below(resolve(root, reference));
  if ('const' in schema) return schema['const'];
  const list = schema['enum'];
  if (Array.isArray(list) && list.length > 0) return list[0];
  const choice = [anyOf, oneOf, allOf].find(Array.isArray);
  if (choice && choice.length > 0) return below(choice[0]);
  return byType(schema, below);
}

function byType(schema: JsonObject, below: (child: unknown) => unknown): unknown {
  const { type } = schema;
  const name = Array.isArray(type) ? type.find((one) => one !== 'null') : type;
  switch (name ?? (isObject(schema['properties']) ? 'object' : 'string')) {
    case 'object':
      return objectOf(schema['properties'], below);
    case 'array':
      return [below(schema['items'])];
    case 'integer':
    case 'number':
      return numberOf(schema);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return typeof schema['format'] === 'string' ? formatted(schema['format']) : 'text';
  }
}

function objectOf(properties: unknown, below: (child: unknown) => unknown): JsonObject {
  if (!isObject(properties)) return {};
  return Object.fromEntries(Object.entries(properties).map(([name, child]) => [name, below(child)]));
}

function numberOf({ minimum, exclusiveMinimum, maximum }: JsonObject): number {
  if (typeof minimum === 'number') return minimum;
  if (typeof exclusiveMinimum === 'number') return exclusiveMinimum + 1;
  return typeof maximum === 'number' ? Math.min(1, maximum) : 1;
}

function formatted(format: string): string {
  switch (format) {
    case 'date':
      return '2026-01-01';
    case 'date-time':
      return '2026-01-01T00:00:00Z';
    case 'email':
      return 'a@example.com';
    case 'uri':
      return 'https://example.com';
    case 'uuid':
      return '00000000-0000-4000-8000-000000000000';
    default:
      return 'text';
  }
}

/** `#/$defs/item` below the root; nothing for what points elsewhere. */
function resolve(root: JsonObject, reference: string): unknown {
  if (!reference.startsWith('#')) return undefined;
  let value: unknown = root;
  for (const step of reference.slice(1).split('/').filter(Boolean))
    value = isObject(value) ? value[step.replace(/~1/g, '/').replace(/~0/g, '~')] : undefined;
  return value;
}
