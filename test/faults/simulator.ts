import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { z } from 'zod';
import { TABLES } from '../support/tables.ts';
import { type Edit, editedSources } from './edits.ts';
import type { Nudge } from './world/faults.ts';
import type { Played } from './world/play.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const WORLD = join(import.meta.dirname, 'world');

/** `mistake`: which of the edits is at work, where they ask; `nudges`: faults that come for certain. */
export type PlaySeed = (seed: number, mistake?: string, nudges?: readonly Nudge[]) => Promise<Played>;
const Built = z.object({ playSeed: z.custom<PlaySeed>((value) => typeof value === 'function') });

/**
 * Bundles the functions from source, with clients of the AWS SDK, clock, timers, packing and cryptography of tokens replaced
 * by ones that follow a schedule, and returns what plays one. `edits` break something on purpose.
 */
export async function simulator(name: string, edits: readonly Edit[] = []): Promise<PlaySeed> {
  return load(await bundle(name, edits));
}

/** What plays schedules, from a bundle. */
export function load(file: string): PlaySeed {
  Object.assign(process.env, ENVIRONMENT);
  return Built.parse(createRequire(import.meta.url)(file)).playSeed;
}

/** The file of a bundle; threads load the same one. */
export async function bundle(name: string, edits: readonly Edit[] = []): Promise<string> {
  const outfile = join(ROOT, 'dist', 'faults', `${name}-${process.pid}.cjs`);
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['test/faults/world/handlers.ts'],
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    inject: [join(WORLD, 'clock.ts')],
    alias: {
      '@aws-sdk/client-appconfig': join(WORLD, 'sdk.ts'),
      '@aws-sdk/client-appconfigdata': join(WORLD, 'sdk.ts'),
      '@aws-sdk/client-dynamodb': join(WORLD, 'sdk.ts'),
      '@aws-sdk/client-secrets-manager': join(WORLD, 'sdk.ts'),
      '@aws-sdk/client-sesv2': join(WORLD, 'sdk.ts'),
      '@aws-sdk/client-sfn': join(WORLD, 'sdk.ts'),
      '@aws-sdk/client-sqs': join(WORLD, 'sdk.ts'),
      '@aws-sdk/lib-dynamodb': join(WORLD, 'sdk.ts'),
      jose: join(WORLD, 'plain-jose.ts'),
    },
    plugins: [virtual, edited(edits)],
    logLevel: 'warning',
  });
  return outfile;
}

/** Packing and pauses of the functions; the simulator's own `setImmediate` stays real. */
const virtual: Plugin = {
  name: 'virtual',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^node:zlib$/ }, () => ({ path: join(WORLD, 'plain-zip.ts') }));
    onResolve({ filter: /^node:timers\/promises$/ }, ({ importer }) =>
      importer.startsWith(WORLD) ? { path: 'node:timers/promises', external: true } : { path: join(WORLD, 'pause.ts') },
    );
  },
};

function edited(edits: readonly Edit[]): Plugin {
  const sources = editedSources(edits);
  const unfit = [...sources.values()].flatMap((source) => source.unfit);
  if (unfit.length > 0) throw new Error(`not there exactly once:\n${unfit.join('\n')}`);
  return {
    name: 'edited',
    setup: ({ onLoad }) => {
      for (const [file, { text }] of sources) {
        const path = join(ROOT, file);
        const filter = new RegExp(`^${path.replaceAll(/[.\\/]/g, '\\$&')}$`);
        onLoad({ filter }, () => ({ contents: IMPORTS + text, loader: 'ts' }));
      }
    },
  };
}

const IMPORTS = `import { planted } from '${join(WORLD, 'planted.ts')}';
import { whenCold } from '${join(WORLD, 'cold.ts')}';
import { parsedRecord, parsedText, remembered } from '${join(WORLD, 'remembered.ts')}';
`;

const ENVIRONMENT = {
  ...TABLES,
  MISSION_ARN: 'arn:aws:states:eu-central-1:000000000000:stateMachine:mission',
  CONFIG_APPLICATION: 'application',
  CONFIG_ENVIRONMENT: 'environment',
  FLAGS_PROFILE: 'flags',
  POLICY_PROFILE: 'policy',
  ROLLBACK_STRATEGY: 'at-once',
  REFERENCE_SECRET: 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:reference',
  OBJECTION_SECRET: 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:objections',
  WEBHOOK_SECRET: 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:webhooks',
  PUBLIC_URL: 'http://127.0.0.1:8080',
  MAIL_FROM: 'plans@example.com',
  EVENTS_QUEUE_URL: 'http://127.0.0.1:8082/events',
  POWERTOOLS_LOG_LEVEL: 'SILENT',
};
