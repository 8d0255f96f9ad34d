import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { z } from 'zod';
import type { Nudge } from './world/faults.ts';
import type { Played } from './world/play.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const WORLD = join(import.meta.dirname, 'world');

/** A change made to a source file on purpose; `from` must be there, once. */
export interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** `mistake`: which of the edits is at work, where they ask; `nudges`: faults that come for certain. */
export type PlaySeed = (seed: number, mistake?: string, nudges?: readonly Nudge[]) => Promise<Played>;
const Built = z.object({ playSeed: z.custom<PlaySeed>((value) => typeof value === 'function') });

/** What modules keep between invocations is forgotten at a cold start, which a schedule brings about. */
const COLD: readonly Edit[] = [
  {
    file: 'functions/shared/configuration.ts',
    from: 'let good: (Read<T> & { readonly at: number }) | undefined;',
    to: 'let good: (Read<T> & { readonly at: number }) | undefined; whenCold(() => { good = undefined; });',
  },
  {
    file: 'functions/shared/secrets.ts',
    from: 'let secret: string | undefined;',
    to: 'let secret: string | undefined; whenCold(() => { secret = undefined; });',
  },
];

/** Pure functions of core/ whose results are kept from schedule to schedule; see world/remembered.ts. */
const PURE: Readonly<Record<string, string>> = {
  'core/audit/audit.ts': 'auditPlan',
  'core/report/approval-page.ts': 'renderApproval',
  'core/report/decision-mail.ts': 'decisionMail',
  'core/report/feed.ts': 'repFeed',
  'core/report/follow-ups.ts': 'followUps',
  'core/report/report.ts': 'renderReport',
  'core/report/scorecard.ts': 'scorecard',
  'core/risk/score-portfolio.ts': 'scorePortfolio',
  'core/schedule/plan-block.ts': 'planBlock',
  'core/schedule/split-blocks.ts': 'splitBlocks',
};

/** What is read is parsed once: the same text, or the same stored record, under the same contract. */
const PARSED: readonly Edit[] = [
  {
    file: 'functions/shared/evidence-store.ts',
    from: 'return contract.parse(JSON.parse(await this.getText(tenant, domain, digest)));',
    to: 'return parsedText(contract, await this.getText(tenant, domain, digest));',
  },
  {
    file: 'functions/shared/tables.ts',
    from: "record: contract.parse(found.Item['record'])",
    to: "record: parsedRecord(contract, found.Item['record'])",
  },
  {
    file: 'functions/shared/tables.ts',
    from: "record: contract.parse(item['record'])",
    to: "record: parsedRecord(contract, item['record'])",
  },
  {
    file: 'functions/shared/configuration.ts',
    from: 'contract.parse(JSON.parse(new TextDecoder().decode(answer.Configuration)))',
    to: 'parsedText(contract, new TextDecoder().decode(answer.Configuration))',
  },
  {
    file: 'functions/shared/configuration-control.ts',
    from: "policies: async (version: string): Promise<PolicySet> => PolicySet.parse(await content('policy', version)),",
    to: "policies: async (version: string): Promise<PolicySet> => parsedText(PolicySet, JSON.stringify(await content('policy', version))),",
  },
];

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
    plugins: [virtual, edited([...COLD, ...PARSED, ...edits])],
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
  const files = [...new Set([...edits.map(({ file }) => file), ...Object.keys(PURE)])];
  return {
    name: 'edited',
    setup: ({ onLoad }) => {
      for (const file of files) {
        const path = join(ROOT, file);
        const filter = new RegExp(`^${path.replaceAll(/[.\\/]/g, '\\$&')}$`);
        onLoad({ filter }, () => ({ contents: IMPORTS + kept(file, withEdits(file, edits)), loader: 'ts' }));
      }
    },
  };
}

const IMPORTS = `import { planted } from '${join(WORLD, 'planted.ts')}';
import { whenCold } from '${join(WORLD, 'cold.ts')}';
import { parsedRecord, parsedText, remembered } from '${join(WORLD, 'remembered.ts')}';
`;

function withEdits(file: string, edits: readonly Edit[]): string {
  let text = readFileSync(join(ROOT, file), 'utf8');
  for (const { from, to } of edits.filter((edit) => edit.file === file)) {
    if (text.split(from).length !== 2) throw new Error(`${file}: expected exactly once: ${from}`);
    text = text.replace(from, () => to);
  }
  return text;
}

function kept(file: string, text: string): string {
  const name = PURE[file];
  if (name === undefined) return text;
  const from = `export function ${name}(`;
  if (text.split(from).length !== 2) throw new Error(`${file}: expected exactly once: ${from}`);
  return `${text.replace(from, `function ${name}(`)}\nconst kept = remembered(${name});\nexport { kept as ${name} };\n`;
}

const ENVIRONMENT = {
  PORTFOLIOS_TABLE: 'portfolios',
  RUNS_TABLE: 'runs',
  EVIDENCE_TABLE: 'evidence',
  TRACES_TABLE: 'traces',
  GATES_TABLE: 'gates',
  HEADS_TABLE: 'heads',
  OUTBOX_TABLE: 'outbox',
  SUBJECTS_TABLE: 'subjects',
  ANCHORS_TABLE: 'anchors',
  OUTCOMES_TABLE: 'outcomes',
  MISSION_ARN: 'arn:aws:states:eu-central-1:000000000000:stateMachine:mission',
  CONFIG_APPLICATION: 'application',
  CONFIG_ENVIRONMENT: 'environment',
  FLAGS_PROFILE: 'flags',
  POLICY_PROFILE: 'policy',
  ROLLBACK_STRATEGY: 'at-once',
  REFERENCE_SECRET: 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:reference',
  OBJECTION_SECRET: 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:objections',
  PUBLIC_URL: 'http://127.0.0.1:8080',
  MAIL_FROM: 'plans@example.com',
  EVENTS_QUEUE_URL: 'http://127.0.0.1:8082/events',
  POWERTOOLS_LOG_LEVEL: 'SILENT',
};
