import { z } from 'zod';
import type { Violation } from './violation.ts';
import { listViolations } from './violation-list.ts';

/** RFC 9457 problem document (`application/problem+json`) with one entry per violation. */
export const Problem = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().optional(),
    correlation: z.string().optional(),
    violations: z
      .array(z.strictObject({ path: z.string(), rule: z.string(), received: z.string(), remedy: z.string() }))
      .optional(),
    violationsTotal: z.int().optional(),
  })
  .meta({ id: 'problem', description: 'RFC 9457 problem document' });
export type Problem = z.infer<typeof Problem>;

/** The answer to a body that breaks its contract: every violation, or the first of each kind where they are many, and their count. */
export function invalidBody(contract: string, violations: readonly Violation[]): Problem {
  const { listed, more } = listViolations(violations);
  return {
    type: 'urn:problem:invalid-body',
    title: `The body is not a valid ${contract}`,
    status: 422,
    detail:
      `${violations.length} violation${violations.length === 1 ? '' : 's'} of ${contract}; nothing was stored.` +
      (more.length > 0
        ? ` ${listed.length} are listed, the first of each kind; not listed: ${more.map(({ kind, count }) => `${count} more of ${kind}`).join(', ')}.`
        : ''),
    violations: listed.map((violation) => ({ ...violation })),
    violationsTotal: violations.length,
  };
}
