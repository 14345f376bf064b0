/**
 * The one place that loads ts-morph. Only modules reached through a dynamic `import()` may use it, so that a run
 * without a file worth parsing never pays for it.
 */
export { Project, ts } from 'ts-morph';
