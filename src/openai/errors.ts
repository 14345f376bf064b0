/**
 * What code asks an error of OpenAI for: `error.code` and `error.type` as they stand in its documentation
 * (https://developers.openai.com/api/docs/guides/error-codes) and in the types of npm:openai@7.57.0
 * (`ResponseError.code`). Another vendor's errors say other words.
 */
const TEXTS: ReadonlySet<string> = new Set([
  'account_deactivated',
  'authentication_error',
  'billing_hard_limit_reached',
  'billing_not_active',
  'content_filter',
  'content_policy_violation',
  'context_length_exceeded',
  'insufficient_quota',
  'invalid_api_key',
  'invalid_image',
  'invalid_image_format',
  'invalid_image_url',
  'invalid_prompt',
  'invalid_request_error',
  'moderation_blocked',
  'model_not_found',
  'permission_error',
  'rate_limit_error',
  'rate_limit_exceeded',
  'requests',
  'server_error',
  'string_above_max_length',
  'tokens',
  'unsupported_country_region_territory',
  'unsupported_parameter',
  'unsupported_value',
]);

/** Whether code that compares an error with `text` means an error of OpenAI's. */
export function isErrorText(text: string): boolean {
  return TEXTS.has(text);
}
