/** Words and the blanks behind them; each counts as one token here. */
export function pieces(text: string): string[] {
  return text.match(/\S+\s*/g) ?? [];
}

/** About as many tokens as a tokenizer would find: four characters each. */
export function tokensOf(text: string): number {
  return text === '' ? 0 : Math.max(1, Math.ceil(text.length / 4));
}
