import type { NestedUse } from '../sites.js';
import { ts } from '../ts.js';
import type { Flow } from './flow.js';
import { skipOuter } from './index-nodes.js';
import type { Shapes } from './shapes.js';

/** What the tools of a request say that a target may not take: their types, names, and `strict`. */
export function readTools(flow: Flow, shapes: Shapes, expression: ts.Expression): NestedUse[] {
  return flow.values(expression).flatMap((value) => {
    if (value.kind !== 'array') return [];
    return value.node.elements.flatMap((element) =>
      ts.isSpreadElement(element)
        ? readTools(flow, shapes, element.expression)
        : readTool(flow, shapes, element),
    );
  });
}

function readTool(flow: Flow, shapes: Shapes, element: ts.Expression): NestedUse[] {
  return flow.values(element).flatMap((value): NestedUse[] => {
    if (value.kind !== 'object') return [];
    const functions = flow.member([value], 'function', element);
    return [
      ...texts(flow, shapes, [value], 'type', 'tools[].type', element),
      ...texts(flow, shapes, functions, 'name', 'tools[].function.name', element),
      ...functions.flatMap((one) => (one.kind === 'object' ? strict(shapes, one.node) : [])),
    ];
  });
}

function texts(
  flow: Flow,
  shapes: Shapes,
  owners: Parameters<Flow['member']>[0],
  name: string,
  path: string,
  element: ts.Expression,
): NestedUse[] {
  return flow.member(owners, name, element).flatMap((one) =>
    one.kind === 'text'
      ? [
          {
            direct: ts.isPropertyAssignment(one.node.parent),
            path,
            value: one.value,
            at: shapes.token(one.node),
          },
        ]
      : [],
  );
}

function strict(shapes: Shapes, object: ts.ObjectLiteralExpression): NestedUse[] {
  return object.properties.flatMap((property): NestedUse[] => {
    if (!ts.isPropertyAssignment(property) || property.name.getText() !== 'strict') return [];
    if (skipOuter(property.initializer).kind !== ts.SyntaxKind.TrueKeyword) return [];
    return [
      {
        direct: true,
        path: 'tools[].function.strict',
        value: 'true',
        at: shapes.token(property.name),
        place: { object: shapes.object(object), property: shapes.property(property) },
      },
    ];
  });
}
