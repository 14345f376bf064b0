import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Chalk } from 'chalk';
import { Command, CommanderError } from 'commander';
import { addCheck, addExplain, addInit, addWhy } from '../../src/cli-check.js';
import { common, report } from '../../src/cli-options.js';
import { BanjiaError } from '../../src/errors.js';

const BIN = new URL('../../bin/banjia.js', import.meta.url).pathname;

export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the built command line as a user's shell would, without a terminal. */
export function banjia(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Outcome {
  const result = spawnSync(process.execPath, [BIN, ...args], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: join(cwd, 'home'), LANG: 'C', ...env },
    maxBuffer: 64 * 1024 * 1024,
  });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

/**
 * Runs `check` and the commands around it in this process, by the same options: many small runs without the start of
 * Node in each. Whether the built command line does the same is for a few tests to see.
 */
export async function banjiaHere(cwd: string, args: readonly string[]): Promise<Outcome> {
  const outcome = { code: 0, out: '', err: '' };
  const terminal = () => ({
    chalk: new Chalk({ level: 0 }),
    columns: 100,
    lang: 'en' as const,
    interactive: false,
    out: (text: string) => {
      outcome.out += text;
    },
    err: (text: string) => {
      outcome.err += text;
    },
  });
  const program = new Command('banjia');
  const toolbox = {
    common,
    report,
    terminal,
    done: (code: number) => {
      outcome.code = code;
    },
  };
  for (const add of [addCheck, addWhy, addExplain, addInit]) add(program, toolbox);
  for (const command of [program, ...program.commands])
    command.exitOverride().configureOutput({ writeErr: (text) => terminal().err(text) });
  const [name = '', ...rest] = args;
  try {
    await program.parseAsync([name, '-C', cwd, ...rest], { from: 'user' });
  } catch (error) {
    outcome.code = 2;
    if (error instanceof BanjiaError) outcome.err += `banjia: ${error.message}\n  ${error.help}\n`;
    else if (!(error instanceof CommanderError)) throw error;
  }
  return outcome;
}
