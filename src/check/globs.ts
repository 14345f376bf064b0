import ignore from 'ignore';

/** Whether a path is meant by one of `patterns`, in the syntax of `.gitignore`. */
export function matcher(patterns: readonly string[]): (file: string) => boolean {
  if (patterns.length === 0) return () => false;
  const rules = ignore().add([...patterns]);
  return (file) => rules.ignores(file);
}

/** Whether a rule is meant: its id, all of a dialect (`raw-http/*`), or all (`*`). */
export function ruleMatches(pattern: string, rule: string): boolean {
  if (pattern === '*' || pattern === rule) return true;
  return pattern.endsWith('/*') && rule.startsWith(pattern.slice(0, -1));
}
