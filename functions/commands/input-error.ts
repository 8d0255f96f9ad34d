import { MAX_LISTED_VIOLATIONS, type Violation } from '../../core/model/violation.ts';

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

/** Every violation of a file up to the limit, and their count. */
export function violationsError(file: string, contract: string, violations: readonly Violation[]): InputError {
  const listed = violations
    .slice(0, MAX_LISTED_VIOLATIONS)
    .map(
      ({ path, rule, received, remedy }) =>
        `  ${path === '' ? '(the whole file)' : path}  ${rule}: received ${received}; ${remedy}`,
    );
  const more = violations.length - listed.length;
  const count = violations.length === 1 ? '1 violation' : `${violations.length} violations`;
  return new InputError(
    [`${file} is not a valid ${contract}: ${count}`, ...listed, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n'),
  );
}
