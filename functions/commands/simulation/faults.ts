import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { EXIT, type ExitCode } from '../command.ts';

const PROGRAM = join(import.meta.dirname, '../../../test/faults/faults.ts');

/** Plays the mission under faults, seeds `A..B`, on that many threads (default: one per processor). The simulator belongs to the tests, so it is a program of its own. */
export function playFaults(seeds = '1..10000', threads?: string): ExitCode {
  const { status } = spawnSync(process.execPath, [PROGRAM, seeds, ...(threads === undefined ? [] : [threads])], {
    stdio: 'inherit',
  });
  return status === 0 ? EXIT.done : status === 2 ? EXIT.usage : EXIT.failed;
}
