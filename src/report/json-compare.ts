import type { CompareReport } from './compare-cells.js';
import { SCHEMA_VERSION, type Tool } from './json.js';
import { redactKeys } from './redact.js';

/** The document of `compare --json`. */
export function renderCompareJson({ usage, comparisons }: CompareReport, tool: Tool): string {
  const document = {
    schemaVersion: SCHEMA_VERSION,
    tool: { name: tool.name, version: tool.version },
    command: 'compare',
    usage: {
      operations: usage.operations.map(({ operation, requests }) => ({ operation, requests })),
      models: usage.models.map(({ model, operation, requests, images }) => ({
        id: model.id,
        class: model.class,
        operation,
        requests,
        images,
        contextTokens: model.contextTokens ?? null,
        dimensions: model.dimensions ?? null,
      })),
      parameters: usage.parameters.map(({ operation, parameter, requests }) => ({
        operation,
        parameter,
        requests,
      })),
    },
    providers: comparisons.map(({ provider, region, counts, operations, models, parameters }) => ({
      provider,
      region,
      counts,
      operations,
      models,
      parameters,
    })),
  };
  return `${redactKeys(JSON.stringify(document, null, 2))}\n`;
}
