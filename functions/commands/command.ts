import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { InputError } from './input-error.ts';

/** What a command tells whoever started it; `--help` prints this list. */
export const EXIT = { done: 0, failed: 1, usage: 2, io: 3, defect: 70 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

type Values<O extends ParseArgsOptionsConfig> = ReturnType<typeof parseArgs<{ options: O }>>['values'];

export interface Command<O extends ParseArgsOptionsConfig> {
  /** As typed after `npm run`. */
  readonly name: string;
  /** What follows `--`, such as `FILE [--out DIR]`. */
  readonly usage: string;
  /** What it does, and its options one a line; up to the exit codes, which are added. */
  readonly help: string;
  /** What exit code 1 means for this command; absent: it has none. */
  readonly failure?: string;
  readonly options: O;
  /** How many arguments that are not options it takes, at least and at most. */
  readonly positionals: readonly [number, number];
  readonly run: (positionals: readonly string[], values: Values<O>) => Promise<ExitCode> | ExitCode;
}

/** Runs a command for this process: help, usage errors, exit codes and the reports of what went wrong are the same for all. */
export async function runCommand<O extends ParseArgsOptionsConfig>(command: Command<O>): Promise<void> {
  // Whoever reads our output may stop reading, as `head` does; that is no failure of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) =>
    process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.io),
  );
  process.exitCode = await outcome(command, process.argv.slice(2));
}

async function outcome<O extends ParseArgsOptionsConfig>(command: Command<O>, args: string[]): Promise<ExitCode> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(helpText(command));
    return EXIT.done;
  }
  try {
    const { values, positionals } = parsed(command, args);
    return await command.run(positionals, values);
  } catch (error) {
    return reported(command, error);
  }
}

function parsed<O extends ParseArgsOptionsConfig>(command: Command<O>, args: string[]) {
  const { values, positionals } = usageChecked(() =>
    parseArgs({ args, options: command.options, allowPositionals: true, strict: true }),
  );
  const [least, most] = command.positionals;
  if (positionals.length < least || positionals.length > most)
    throw new InputError(
      `received ${positionals.length} arguments, expected ${least === most ? least : `${least} to ${most}`}`,
      { usage: true },
    );
  return { values, positionals };
}

/** parseArgs throws a TypeError with a code of its own for what was typed wrongly. */
function usageChecked<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    // Behind its first sentence it explains how to name a file that begins with a dash.
    if (error instanceof TypeError)
      throw new InputError(error.message.replace(/\. To specify a positional argument[\s\S]*$/, ''), { usage: true });
    throw error;
  }
}

function reported(command: { readonly name: string; readonly usage: string }, error: unknown): ExitCode {
  if (error instanceof InputError) {
    process.stderr.write(`${command.name}: ${error.message}\n`);
    if (error.usage) process.stderr.write(`${usageLine(command)}\nMore: npm run ${command.name} -- --help\n`);
    return EXIT.usage;
  }
  if (error instanceof Error && 'syscall' in error) {
    process.stderr.write(`${command.name}: ${fileTrouble(error)}\n`);
    return EXIT.io;
  }
  process.stderr.write(`${command.name}: a defect of this program, please report it\n`);
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return EXIT.defect;
}

const REMEDIES = new Map<unknown, string>([
  ['ENOENT', 'does not exist; check the path'],
  ['EACCES', 'may not be read or written by you; change its permissions, or name another place'],
  ['EISDIR', 'is a directory; name a file'],
  ['ENOTDIR', 'leads through a file as if it were a directory; check the path'],
]);

/** The file and what to do, where the system says which file it is; otherwise its own words. */
function fileTrouble(error: Error): string {
  const remedy = 'code' in error ? REMEDIES.get(error.code) : undefined;
  return remedy !== undefined && 'path' in error ? `${String(error.path)} ${remedy}` : error.message;
}

function usageLine({ name, usage }: { readonly name: string; readonly usage: string }): string {
  return `Usage: npm run ${name} -- ${usage}`;
}

function helpText(command: {
  readonly name: string;
  readonly usage: string;
  readonly help: string;
  readonly failure?: string;
}) {
  return `${usageLine(command)}

${command.help.trim()}

Exit codes:
  0   done${command.failure === undefined ? '' : `\n  1   ${command.failure}`}
  2   bad input or usage; nothing was written
  3   a file could not be read or written
  70  a defect of this program
`;
}
