import type { Flow } from '../../src/flow/flow.js';
import { ts } from '../../src/ts.js';
import { setterOf } from './headers.js';
import type { Sent } from './sent.js';

/** `new XMLHttpRequest()`, on which `open`, `setRequestHeader` and `send` are called. */
export function xmlHttpRequests(flow: Flow): Sent[] {
  return (flow.index.calls.get('open') ?? []).flatMap((call): Sent[] => {
    const callee = call.expression;
    const [, url] = call.arguments ?? [];
    if (!url || !ts.isPropertyAccessExpression(callee)) return [];
    const made = flow
      .values(callee.expression)
      .find((value) => value.kind === 'instance' && value.of.kind === 'global');
    if (made?.kind !== 'instance' || made.of.kind !== 'global') return [];
    if (made.of.path.at(-1) !== 'XMLHttpRequest') return [];
    const others = (name: string) => callsOn(flow, made.node, name);
    return [
      {
        shown: 'XMLHttpRequest',
        token: callee.name,
        call,
        address: () => flow.values(url),
        headers: () => [],
        setters: () => others('setRequestHeader').flatMap(setterOf),
        bodies: () => others('send').flatMap((one) => one.arguments.flatMap((sent) => flow.values(sent))),
      },
    ];
  });
}

function callsOn(flow: Flow, made: ts.Node, name: string): ts.CallExpression[] {
  return (flow.index.calls.get(name) ?? []).filter((call): call is ts.CallExpression => {
    const callee = call.expression;
    if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(callee)) return false;
    return flow.values(callee.expression).some((value) => value.node === made);
  });
}
