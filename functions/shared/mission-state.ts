import { z } from 'zod';

const verdict = <T extends z.ZodRawShape>(shape: T) => z.object({ value: z.object(shape) }).optional();

/** What a mission in trouble has in its state; everything may be missing. */
export const MissionState = z.object({
  error: z.object({ Error: z.string().optional(), Cause: z.string().optional() }).optional(),
  audit: verdict({ verdict: z.string(), findings: z.number().optional() }),
  posture: verdict({ posture: z.string(), breaker: z.string().optional() }),
  route: verdict({ autonomy: z.string(), posture: z.string().optional() }),
  commit: verdict({ verdict: z.string() }),
  rollback: verdict({
    restored: z.boolean(),
    version: z.int().nullish(),
    complete: z.boolean().optional(),
    configuration: z.string().optional(),
  }),
});
export type MissionState = z.infer<typeof MissionState>;
