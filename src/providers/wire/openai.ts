import { page } from '../shorthand.js';
import type { ChatWire, ErrorCase, ErrorKind, Template } from './types.js';

/** The statuses by which `core/error.js` of the SDK tells its error classes apart, and the body that it reads. */
const sdk = page('npm:openai@7.57.0');

export const OPENAI_ERROR_BODY: Template = {
  error: { message: '{message}', type: '{type}', param: '{parameter}', code: '{code}' },
};

/** What a provider answers of which nobody confirmed anything else. */
export const OPENAI_ERRORS: Readonly<Record<ErrorKind, ErrorCase>> = {
  key: { status: 401, type: 'invalid_request_error', code: 'invalid_api_key', ...sdk },
  model: { status: 404, type: 'invalid_request_error', code: 'model_not_found', ...sdk },
  parameter: { status: 400, type: 'invalid_request_error', code: null, ...sdk },
  operation: { status: 404, type: 'invalid_request_error', code: null, ...sdk },
  malformed: { status: 400, type: 'invalid_request_error', code: null, ...sdk },
  'rate-limit': { status: 429, type: 'requests', code: 'rate_limit_exceeded', ...sdk },
  server: { status: 500, type: 'server_error', code: null, ...sdk },
};

export const OPENAI_CHAT: ChatWire = { streamUsage: 'asked', ...sdk };
