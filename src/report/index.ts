import type { Report } from '../finding.js';
import { renderCheckstyle } from './checkstyle.js';
import { renderGithub } from './github.js';
import { renderGitlab } from './gitlab.js';
import { renderHtml } from './html.js';
import { renderJson, type Tool } from './json.js';
import { renderJunit } from './junit.js';
import { renderMarkdown } from './markdown.js';
import { renderSarif } from './sarif.js';
import { renderText, type TextOptions } from './text.js';

/** What a renderer may need besides the report. */
export interface RenderContext extends TextOptions {
  readonly tool: Tool;
  /** The root as seen from the top of the repository, with `/` at its end: tools of a whole repository want that path. */
  readonly prefix?: string;
}

/** Every format by name. A renderer reads the report and returns a string that ends in one line feed. */
export const renderers = {
  text: (report: Report, context: RenderContext) => renderText(report, context),
  json: (report: Report, context: RenderContext) => renderJson(report, context.tool),
  sarif: (report: Report, context: RenderContext) => renderSarif(report, context),
  github: (report: Report, context: RenderContext) => renderGithub(report, context),
  gitlab: (report: Report, context: RenderContext) => renderGitlab(report, context),
  junit: (report: Report, context: RenderContext) => renderJunit(report, context),
  checkstyle: (report: Report, context: RenderContext) => renderCheckstyle(report, context),
  markdown: (report: Report, context: RenderContext) => renderMarkdown(report, context),
  html: (report: Report, context: RenderContext) => renderHtml(report, context),
} as const satisfies Readonly<Record<string, (report: Report, context: RenderContext) => string>>;

export type Format = keyof typeof renderers;

export const FORMATS = Object.keys(renderers) as Format[];
