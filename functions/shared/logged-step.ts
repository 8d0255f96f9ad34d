import type { MiddlewareObj } from '@middy/core';
import { z } from 'zod';
import { logger } from './log.ts';

const Named = z.object({
  tenant: z.string().optional(),
  run: z.string().optional(),
  correlation: z.string().optional(),
  attempt: z.number().optional(),
});

/** One log line per invocation, with the ids of the run; they are gone from the logger afterwards. */
export function loggedStep(step: string): MiddlewareObj<unknown, unknown> {
  return {
    before: ({ event }) => {
      logger.resetKeys();
      const named = Named.safeParse(event);
      logger.appendKeys({ step, ...(named.success ? named.data : {}) });
    },
    after: () => logger.info('step done'),
    onError: ({ error }) =>
      logger.error('step failed', { error: error?.name ?? 'unknown', message: error?.message ?? '' }),
  };
}
