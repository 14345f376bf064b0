import { type Command, Option } from 'commander';
import type { Terminal } from './cli.js';

/** What a command that is built in a file of its own needs of the command line. */
export interface Toolbox {
  common(command: Command): Command;
  report(command: Command): Command;
  done(code: number): void;
  terminal(flags: { readonly lang?: 'en' | 'zh'; readonly json?: boolean }): Terminal;
}

/** Flags that every command understands. */
export function common(command: Command): Command {
  return command
    .option('-C, --cwd <folder>', 'run as if started there')
    .option('-c, --config <file>', 'configuration file (default: banjia.config.json)')
    .option('--json', 'print one JSON document and nothing else')
    .option('-v, --verbose', 'show the whole inventory and the configuration used')
    .option('--ignore <glob>', 'leave files out (repeatable)', collect, [])
    .option('--no-gitignore', 'read files that git ignores, too')
    .addOption(new Option('--lang <language>', 'language of the report').choices(['en', 'zh']));
}

/** For commands that print the report: in which forms. */
export function report(command: Command): Command {
  return command.option(
    '-f, --format <name[=file]>',
    'text, json, sarif, github, gitlab, junit, checkstyle, markdown, html (repeatable)',
    collect,
    [],
  );
}

/** A flag that may be given several times. */
export function collect(value: string, previous: readonly string[]): string[] {
  return [...previous, value];
}
