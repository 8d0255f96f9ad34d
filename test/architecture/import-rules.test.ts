import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const ROOT = resolve(import.meta.dirname, '../..');

const Result = z.object({
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })),
    ruleSetUsed: z.object({ forbidden: z.array(z.object({ name: z.string(), comment: z.string() })) }),
    totalCruised: z.number(),
  }),
});

/** Each rule, broken once: the importing file, what it says, and the rules it breaks. */
const PLANTED: readonly (readonly [file: string, content: string, ...rules: string[]])[] = [
  ['core/numeric/a.ts', "import { a } from '../model/a.ts'; export const x = a;", 'core-numeric'],
  ['core/model/b.ts', "import { a } from '../numeric/clean.ts'; export const x = a;", 'core-model'],
  ['core/risk/a.ts', "import { a } from '../calendar/a.ts'; export const x = a;", 'core-risk'],
  ['core/calendar/b.ts', "import type { A } from '../risk/clean.ts'; export type X = A;", 'core-calendar'],
  ['core/schedule/b.ts', "import { a } from '../policy/clean.ts'; export const x = a;", 'core-schedule'],
  ['core/policy/a.ts', "export * from '../schedule/a.ts';", 'core-policy'],
  ['core/simulate/a.ts', "import { a } from '../report/clean.ts'; export const x = a;", 'core-simulate'],
  ['core/report/a.ts', "import { a } from '../simulate/clean.ts'; export const x = a;", 'core-report'],
  ['core/trace/a.ts', "import { a } from '../risk/clean.ts'; export const x = a;", 'core-trace'],
  ['core/audit/a.ts', "import type { A } from '../schedule/a.ts'; export type X = A;", 'core-audit'],
  ['core/audit/b.ts', "import { type A } from '../schedule/a.ts'; export type X = A;", 'core-audit'],
  ['core/audit/c.ts', "export const x = await import('../schedule/a.ts');", 'core-audit'],
  ['core/model/c.ts', "import { a } from '../../functions/shared/a.ts'; export const x = a;", 'core-stays-inside'],
  ['core/model/d.ts', "import { readFileSync } from 'node:fs'; export const x = readFileSync;", 'core-is-pure'],
  [
    'core/model/e.ts',
    "import { SQSClient } from '@aws-sdk/client-sqs'; export const x = SQSClient;",
    'core-without-aws',
  ],
  [
    'functions/one/a.ts',
    "import { SQSClient } from '@aws-sdk/client-sqs'; export const x = SQSClient;",
    'aws-in-one-room',
  ],
  [
    'functions/one/b.ts',
    "import { a } from '../../infra/stacks/a.ts'; export const x = a;",
    'functions-use-core-only',
    'handlers-have-the-digest-built-in',
  ],
  [
    'functions/one/c.ts',
    "import { codeDigest } from '../../infra/bundle/code-digest.ts'; export const x = codeDigest;",
    'handlers-have-the-digest-built-in',
  ],
  ['functions/one/d.ts', "import { a } from '../two/a.ts'; export const x = a;", 'functions-apart'],
  ['functions/shared/b.ts', "import { a } from '../two/a.ts'; export const x = a;", 'shared-knows-no-function'],
  ['infra/stacks/b.ts', "import { a } from '../../core/numeric/clean.ts'; export const x = a;", 'infra-wires'],
  ['infra/stacks/c.ts', "import { a } from '../local/a.ts'; export const x = a;", 'deployment-without-the-laptop'],
  ['infra/local/b.ts', "import { a } from '../../test/a.ts'; export const x = a;", 'infra-wires', 'nothing-from-test'],
  ['core/model/f.ts', "import { g } from './g.ts'; export const f = () => g;", 'no-cycles'],
  ['core/model/h.ts', "import { a } from './nowhere.ts'; export const x = a;", 'everything-resolves'],
  ['infra/stacks/e.ts', "import { build } from 'vite'; export const x = build;", 'declared-packages-only'],
  ['core/model/i.ts', "import fc from 'fast-check'; export const x = fc;", 'product-without-development-packages'],
];

/** What the rules allow, and the targets of the above. */
const CLEAN: readonly (readonly [file: string, content: string])[] = [
  ...['numeric', 'risk', 'policy', 'simulate', 'report'].map(
    (room) => [`core/${room}/clean.ts`, 'export type A = number; export const a = 1;'] as const,
  ),
  ['core/model/a.ts', "import { z } from 'zod'; export const a = z.string();"],
  // A cycle is told of once.
  ['core/model/g.ts', "import { f } from './f.ts'; export const g = () => f;"],
  ['core/calendar/a.ts', "import { a as b } from '../model/a.ts'; export const a = b;"],
  ['core/schedule/a.ts', "import { a as b } from '../calendar/a.ts'; export type A = number; export const a = b;"],
  ['core/trace/clean.ts', "import { createHash } from 'node:crypto'; export const x = createHash;"],
  ['core/audit/clean.ts', "import { a } from '../risk/clean.ts'; export const x = a;"],
  ['functions/shared/a.ts', "import { SQSClient } from '@aws-sdk/client-sqs'; export const a = SQSClient;"],
  ['functions/two/a.ts', "import { a as b } from '../shared/a.ts'; export const a = b;"],
  [
    'functions/commands/a.ts',
    "import { codeDigest } from '../../infra/bundle/code-digest.ts'; export const x = codeDigest;",
  ],
  ['infra/bundle/code-digest.ts', 'export const codeDigest = 1;'],
  ['infra/stacks/a.ts', "import { a as b } from '../../core/model/a.ts'; export const a = b;"],
  ['infra/local/a.ts', "import { a as b } from '../stacks/a.ts'; export const a = b;"],
  ['test/a.ts', "import { a as b } from '../infra/local/a.ts'; export const a = b;"],
];

describe('import rules', () => {
  const { violations, ruleSetUsed, totalCruised } = cruise([...PLANTED, ...CLEAN]);

  it.each(PLANTED)('see %s: %s', (file, _, ...rules) => {
    const broken = violations.filter(({ from }) => from === file).map(({ rule }) => rule.name);
    expect([...new Set(broken)].sort()).toEqual(rules.toSorted());
  });

  it('let pass what they allow', () => {
    const clean = new Set(CLEAN.map(([file]) => file));
    expect(violations.filter(({ from }) => clean.has(from))).toEqual([]);
    expect(totalCruised).toBeGreaterThan(PLANTED.length + CLEAN.length);
  });

  it('are each broken above, so that no rule sleeps', () => {
    const planted = new Set(PLANTED.flatMap(([, , ...rules]) => rules));
    expect(ruleSetUsed.forbidden.map(({ name }) => name).sort()).toEqual([...planted].sort());
  });

  it('each say why', () => {
    for (const { comment } of ruleSetUsed.forbidden) expect(comment.length).toBeGreaterThan(30);
  });
});

function cruise(files: readonly (readonly [file: string, content: string, ...rules: string[]])[]) {
  const folder = mkdtempSync(join(tmpdir(), 'import-rules-'));
  cpSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  for (const [file, content] of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
  const program = join(ROOT, 'node_modules/.bin/depcruise');
  const config = join(ROOT, '.dependency-cruiser.mjs');
  const rooms = ['core', 'functions', 'infra', 'test'];
  const found = execFileSync(process.execPath, [program, '--config', config, '--output-type', 'json', ...rooms], {
    cwd: folder,
    maxBuffer: 64 * 1024 * 1024,
  });
  return Result.parse(JSON.parse(found.toString('utf8'))).summary;
}
