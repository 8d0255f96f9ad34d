import type { Violation } from '../../core/model/violation.ts';
import { listViolations } from '../../core/model/violation-list.ts';
import { inert } from '../../core/report/inert.ts';

/** What was typed, or a file that was named, is not what the command needs. The message says what to do. */
export class InputError extends Error {
  override readonly name = 'InputError';
  /** The command line itself is wrong, so its usage helps. */
  readonly usage: boolean;

  constructor(message: string, options: { readonly usage?: boolean } = {}) {
    super(message);
    this.usage = options.usage ?? false;
  }
}

/** A terminal shows this many lines at once. */
const LISTED = 40;

/** Every violation of a file, or the first of each kind where they are many, and their count. */
export function violationsError(file: string, contract: string, violations: readonly Violation[]): InputError {
  const { listed, more } = listViolations(violations, LISTED);
  const lines = [
    ...listed.map(
      ({ path, rule, received, remedy }) =>
        `  ${path === '' ? '(the whole file)' : path}  ${rule}: received ${received}; ${remedy}`,
    ),
    ...more.map(({ kind, count }) => `  and ${count} more of ${kind}`),
  ];
  const count = violations.length === 1 ? '1 violation' : `${violations.length} violations`;
  // A path holds keys of the file, and a key may hold what steers a terminal.
  return new InputError([`${file} is not a valid ${contract}: ${count}`, ...lines.map(inert)].join('\n'));
}
