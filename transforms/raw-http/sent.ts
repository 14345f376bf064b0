import type { CallLike } from '../../src/flow/index-nodes.js';
import type { Value } from '../../src/flow/value.js';
import type { ts } from '../../src/ts.js';
import type { HeaderSetter } from './headers.js';

/** One call that sends a request. What it sends is looked at when asked, with the arguments of the call under way. */
export interface Sent {
  /** As it is called: `fetch`, `axios.post`. */
  readonly shown: string;
  /** The name of the function. */
  readonly token: ts.Node;
  readonly call: CallLike;
  address(): readonly Value[];
  headers(): readonly Value[];
  /** Headers that are set one by one: `.set('Authorization', …)`. */
  setters(): readonly HeaderSetter[];
  /** Objects that are sent as JSON, and forms. */
  bodies(): readonly Value[];
}
