import type { Report } from '../finding.js';
import { renderJson, type Tool } from './json.js';
import { renderText, type TextOptions } from './text.js';

/** What a renderer may need besides the report. */
export interface RenderContext extends TextOptions {
  readonly tool: Tool;
}

/** Every format by name. A renderer reads the report and returns a string that ends in one line feed. */
export const renderers = {
  text: (report: Report, context: RenderContext) => renderText(report, context),
  json: (report: Report, context: RenderContext) => renderJson(report, context.tool),
} as const satisfies Readonly<Record<string, (report: Report, context: RenderContext) => string>>;

export type Format = keyof typeof renderers;
