/** The base URL that the `openai` package uses when nothing else is set (`client.js` of 4.x to 7.x). */
export const OPENAI_BASE_URL = 'https://api.openai.com/v1';

/**
 * Hosts that OpenAI's API answers on: the global one, the data residency regions (`internal/data-residency.js` of
 * openai 7.57.0), and those for mutual TLS (its `README.md`, which names `mtls` and `mtls-eu`).
 */
const OPENAI_HOST = /^(?:(?:us|eu|ae|au|in|jp|mtls(?:-(?:us|eu|ae|au|in|jp))?)\.)?api\.openai\.com$/;

/** Whether a URL's host is OpenAI's own API. Takes `host` with or without a port, in any case. */
export function isOpenAIHost(host: string): boolean {
  return OPENAI_HOST.test(host.toLowerCase().replace(/\.?(?::\d*)?$/, ''));
}
