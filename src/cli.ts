import { Chalk, type ChalkInstance, supportsColor } from 'chalk';
import { Command, CommanderError, Option } from 'commander';
import { addCheck, addExplain, addInit, addWhy } from './cli-check.js';
import { collect, common, report, type Toolbox } from './cli-options.js';
import { BanjiaError } from './errors.js';
import { toolVersion } from './version.js';

/** What every command gets from the terminal it runs in. Only this file and the commands print. */
export interface Terminal {
  readonly chalk: ChalkInstance;
  readonly columns: number;
  readonly lang: 'en' | 'zh';
  readonly interactive: boolean;
  out(text: string): void;
  err(text: string): void;
}

/** Flags that every command understands. */
export interface CommonFlags {
  readonly cwd?: string;
  readonly config?: string;
  readonly json?: boolean;
  /** `name` or `name=file`, repeatable. */
  readonly format?: readonly string[];
  readonly lang?: 'en' | 'zh';
  readonly verbose?: boolean;
  readonly trace?: boolean;
  readonly gitignore: boolean;
  readonly ignore: readonly string[];
}

const EXIT_CODES = `
Exit codes: 0 done or clean, 1 findings (check) or requests that fail (verify), 2 could not run.`;

process.exitCode = await main(process.argv);

async function main(argv: readonly string[]): Promise<number> {
  // `banjia scan | head` closes the pipe early: that is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  let exitCode = 0;
  const program = build((code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...argv]);
    return exitCode;
  } catch (error) {
    return failed(error);
  }
}

function build(done: (code: number) => void): Command {
  const program = new Command('banjia')
    .description('Move a TypeScript or JavaScript repository off OpenAI’s API and onto a Chinese provider’s.')
    .version(toolVersion, '-V, --version')
    .addHelpText('after', EXIT_CODES)
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeErr: (text) => process.stderr.write(text) });
  // A bare `banjia` is a scan that ends with a suggestion; it never writes and never asks.
  addScan(program, done, true);
  addScan(program.command('scan'), done, false);
  addMigrate(program, done);
  addCheck(program, toolbox(done));
  addProviders(program, done);
  addCompare(program, done);
  addEmulate(program, done);
  addVerify(program, done);
  addUndo(program, done);
  addWhy(program, toolbox(done));
  addExplain(program, toolbox(done));
  addInit(program, toolbox(done));
  for (const command of program.commands) command.exitOverride().addHelpText('after', EXIT_CODES);
  return program;
}

function toolbox(done: (code: number) => void): Toolbox {
  return { common, report, done, terminal };
}

function addScan(command: Command, done: (code: number) => void, bare: boolean): void {
  report(common(command))
    .argument('[paths...]', 'files, folders or globs')
    .option('--trace', 'show the path of each value, from where it is written to the request')
    .action(async (paths: string[], flags: CommonFlags) => {
      const { scanCommand } = await import('./commands/scan.js');
      done(await scanCommand(paths, flags, terminal(flags), bare));
    });
  if (!bare) command.description('list everything that depends on OpenAI');
}

function addMigrate(program: Command, done: (code: number) => void): void {
  report(common(program.command('migrate')))
    .description('plan the move and show it as a diff; writes only with --write')
    .argument('[paths...]', 'files, folders or globs')
    .option('-t, --to <provider>', 'where to move: zhipu, alibaba, deepseek, … (see `banjia providers`)')
    .addOption(
      new Option(
        '--mode <mode>',
        'another address for the library in use, or the provider’s own package',
      ).choices(['endpoint', 'sdk']),
    )
    .option('--region <id>', 'endpoint of the provider (default: its first)')
    .option('--base-url <url>', 'endpoint of your own instead of the provider’s')
    .option('--key-variable <name>', 'environment variable that holds the new key')
    .option('-m, --model <old=new>', 'map one model yourself (repeatable)', collect, [])
    .option('--docs', 'rewrite documentation, too, where it names exactly what is renamed')
    .option('--azure', 'move clients of Azure OpenAI, too, which the ban does not reach')
    .option('--embeddings <provider>', 'send embeddings there, by a client of their own')
    .option('--images <provider>', 'send images there')
    .option('--speech <provider>', 'send speech there')
    .option('--transcription <provider>', 'send transcriptions there')
    .option('--guard-values', 'keep values decided at run time inside the provider’s ranges, by code')
    .option(
      '--schema-in-prompt',
      'where the provider takes no JSON schema: ask for JSON, schema in the prompt',
    )
    .option('-w, --write', 'write the changes')
    .option('-n, --dry-run', 'never write, never ask')
    .addOption(new Option('--dry', 'same as --dry-run').hideHelp())
    .option('--force', 'write although files to be changed have uncommitted changes')
    .addOption(new Option('--allow-dirty', 'same as --force').hideHelp())
    .option('--patch <file>', 'write the diff as a patch for `git apply`')
    .action(async (paths: string[], flags) => {
      const { migrateCommand } = await import('./commands/migrate.js');
      done(await migrateCommand(paths, flags, terminal(flags)));
    });
}

function addProviders(program: Command, done: (code: number) => void): void {
  common(program.command('providers'))
    .description('what is known of the providers, or of one')
    .argument('[id]', 'a provider')
    .action(async (id: string | undefined, flags: CommonFlags) => {
      const { providersCommand } = await import('./commands/providers.js');
      done(await providersCommand(id, flags, terminal(flags)));
    });
}

function addCompare(program: Command, done: (code: number) => void): void {
  common(program.command('compare'))
    .description('what this repository uses against every provider: what maps, what breaks, what it costs')
    .argument('[paths...]', 'files, folders or globs')
    .option('--markdown', 'print Markdown, with a section for each provider')
    .action(async (paths: string[], flags) => {
      const { compareCommand } = await import('./commands/compare.js');
      done(await compareCommand(paths, flags, terminal(flags)));
    });
}

function addEmulate(program: Command, done: (code: number) => void): void {
  program
    .command('emulate')
    .description('play a provider on this machine, for tests without a key; runs until Ctrl+C')
    .argument('<provider>', 'whom to play (see `banjia providers`)')
    .option('-p, --port <number>', 'port of 127.0.0.1 (default: one that is free)')
    .option('--region <id>', 'endpoint of the provider (default: its first)')
    .option('--strict', 'also refuse what the provider would take without effect')
    .option('--mode <name>', 'wrong-key, rate-limit, server-error or slow-stream (repeatable)', collect, [])
    .option(
      '--model <id>',
      'a model, deployment or endpoint of your own to take as well (repeatable)',
      collect,
      [],
    )
    .option('--key <text>', 'take this key only (default: any but "wrong")')
    .option('--record <file>', 'write every request as a line of JSON')
    .option('-C, --cwd <folder>', 'run as if started there')
    .option('-c, --config <file>', 'configuration file (default: banjia.config.json)')
    .option('--json', 'say where it listens as JSON')
    .addOption(new Option('--lang <language>', 'language of the report').choices(['en', 'zh']))
    .action(async (provider: string, flags) => {
      const { emulateCommand } = await import('./commands/emulate.js');
      done(await emulateCommand(provider, flags, terminal(flags)));
    });
}

function addVerify(program: Command, done: (code: number) => void): void {
  common(program.command('verify'))
    .description('ask the provider once, with your key, for every endpoint and model that the code uses')
    .argument('[paths...]', 'files, folders or globs')
    .option('-t, --to <provider>', 'whose endpoints to look for (default: the configuration’s)')
    .option('--base-url <url>', 'ask here instead of where the code points, such as an emulator')
    .option('--key-variable <name>', 'environment variable that holds the key')
    .option('--all', 'also images, speech and transcription, which are paid by the piece')
    .option('-n, --dry-run', 'list what would be asked, send nothing')
    .addOption(new Option('--timeout <seconds>', 'for each request').default('60'))
    .action(async (paths: string[], flags) => {
      const { verifyCommand } = await import('./commands/verify.js');
      done(await verifyCommand(paths, flags, terminal(flags)));
    });
}

function addUndo(program: Command, done: (code: number) => void): void {
  common(program.command('undo'))
    .description('take the last --write back')
    .option('--force', 'also where files were changed since')
    .action(async (flags: CommonFlags & { force?: boolean }) => {
      const { undoCommand } = await import('./commands/undo.js');
      done(await undoCommand(flags, terminal(flags)));
    });
}

function terminal(flags: { readonly lang?: 'en' | 'zh'; readonly json?: boolean }): Terminal {
  return {
    chalk: new Chalk({ level: flags.json ? 0 : colourLevel() }),
    columns: Math.min(process.stdout.columns ?? 100, 120),
    lang: flags.lang ?? localeLanguage(),
    interactive:
      process.stdin.isTTY === true && process.stdout.isTTY === true && !process.env['CI'] && !flags.json,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
  };
}

/** chalk knows FORCE_COLOR, `TERM=dumb` and pipes; NO_COLOR wins over them unless colour is forced. */
function colourLevel(): 0 | 1 | 2 | 3 {
  const forced = process.env['FORCE_COLOR'] !== undefined || process.env['CLICOLOR_FORCE'] === '1';
  if (!forced && process.env['NO_COLOR']) return 0;
  if (process.env['CLICOLOR_FORCE'] === '1' && !supportsColor) return 1;
  return supportsColor ? supportsColor.level : 0;
}

function localeLanguage(): 'en' | 'zh' {
  const locale = process.env['LC_ALL'] || process.env['LC_MESSAGES'] || process.env['LANG'] || '';
  return /^zh/i.test(locale) ? 'zh' : 'en';
}

function failed(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof BanjiaError) {
    process.stderr.write(`banjia: ${error.message}\n${error.help ? `  ${error.help}\n` : ''}`);
    return 2;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`banjia: this should not have happened; please report it.\n${stack}\n`);
  return 2;
}
