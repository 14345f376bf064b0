/** Takes every known secret, and everything that looks like a live key, out of a text. */
export function redact(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  for (const secret of secrets) clean = clean.replaceAll(secret, hidden(secret));
  return clean.replace(/\bsk-[A-Za-z0-9_-]{20,}/g, (key) => (/\d/.test(key) ? hidden(key) : key));
}

export function hasSecret(text: string, secrets: readonly string[] = []): boolean {
  return redact(text, secrets) !== text;
}

function hidden(secret: string): string {
  return `${secret.startsWith('sk-') ? 'sk-' : ''}…redacted`;
}
