import type { CommonFlags, Terminal } from '../cli.js';
import { BanjiaError } from '../errors.js';
import { explanationOf, NAMES, renderExplanation, renderNames } from '../report/explain.js';
import { toolRepository, toolVersion } from '../version.js';

/** `banjia explain [rule or reason]`. */
export function explainCommand(name: string | undefined, flags: CommonFlags, terminal: Terminal): number {
  const tool = { name: 'banjia', version: toolVersion, repository: toolRepository };
  if (name === undefined) {
    terminal.out(
      flags.json
        ? `${JSON.stringify(
            NAMES.map((one) => explanationOf(one, tool)),
            null,
            2,
          )}\n`
        : renderNames(terminal),
    );
    return 0;
  }
  const explanation = explanationOf(name, tool);
  if (!explanation) {
    const near = NAMES.filter((one) => one.includes(name) || name.includes(one)).slice(0, 3);
    const suggestion = near.length > 0 ? `; did you mean ${near.join(' or ')}?` : '';
    throw new BanjiaError(
      'bad-option',
      `no rule or reason "${name}"${suggestion}`,
      '`banjia explain` lists them.',
    );
  }
  terminal.out(
    flags.json ? `${JSON.stringify(explanation, null, 2)}\n` : renderExplanation(explanation, terminal),
  );
  return 0;
}
