import { z } from 'zod';

/** What each variable must look like; see infra/README.md for what they are. */
const VARIABLES = {
  PORTFOLIOS_TABLE: z.string().min(3),
  RUNS_TABLE: z.string().min(3),
  EVIDENCE_TABLE: z.string().min(3),
  TRACES_TABLE: z.string().min(3),
  GATES_TABLE: z.string().min(3),
  HEADS_TABLE: z.string().min(3),
  OUTBOX_TABLE: z.string().min(3),
  SUBJECTS_TABLE: z.string().min(3),
  ANCHORS_TABLE: z.string().min(3),
  OUTCOMES_TABLE: z.string().min(3),
  MISSION_ARN: z.string().startsWith('arn:'),
  PROMOTION_ARN: z.string().startsWith('arn:'),
  CONFIG_APPLICATION: z.string().min(1),
  CONFIG_ENVIRONMENT: z.string().min(1),
  FLAGS_PROFILE: z.string().min(1),
  POLICY_PROFILE: z.string().min(1),
  ROLLBACK_STRATEGY: z.string().min(1),
  SHADOW_STRATEGY: z.string().min(1),
  CANARY_STRATEGY: z.string().min(1),
  REFERENCE_SECRET: z.string().min(1),
  OBJECTION_SECRET: z.string().min(1),
  WEBHOOK_SECRET: z.string().min(1),
  PUBLIC_URL: z.url().refine((url) => !url.endsWith('/'), 'remove the trailing slash'),
  ISSUER_URL: z.url(),
  AUDIENCE: z.string().min(1),
  MAIL_FROM: z.string().min(3),
  EVENTS_QUEUE_URL: z.url(),
  /** Set by the embedded host alone; anywhere else a tenant could reach what only this machine should. */
  WEBHOOK_LOOPBACK: z.enum(['allowed', 'forbidden']).default('forbidden'),
} as const;
export type Variable = keyof typeof VARIABLES;

/**
 * The variables asked for, and no others. Call at module level: a function that is wired wrongly fails when it starts, not
 * when it is used.
 * @throws Error naming every variable that is missing or malformed.
 */
export function environment<Name extends Variable>(...names: Name[]): { readonly [K in Name]: string };
export function environment(...names: Variable[]): Readonly<Record<string, string>> {
  const broken: string[] = [];
  const values: Record<string, string> = {};
  for (const name of names) {
    const parsed = VARIABLES[name].safeParse(process.env[name]);
    if (parsed.success) values[name] = parsed.data;
    else broken.push(`${name}: ${process.env[name] === undefined ? 'not set' : parsed.error.issues[0]?.message}`);
  }
  if (broken.length > 0) {
    throw new Error(
      `environment of this function: ${broken.join('; ')}. Grant it in the stack that defines the function; ` +
        'infra/README.md lists the names',
    );
  }
  return values;
}
