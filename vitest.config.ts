import { randomInt } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

/**
 * Tests that start hosts, run whole missions or live through years again and again: minutes, so they have a command of their
 * own. Each has a smaller one beside it that `npm test` runs.
 */
const THOROUGH = [
  'test/e2e/{break-in,decisions,killed,faults,oversight,promotion-course,promotion-gates,promotion-killed,steering}.test.ts',
  'test/functions/{autonomy,rollback,promotion-handover,promotion-harmful,promotion-killed}.test.ts',
  'test/risk/lived-world.test.ts',
  'test/schedule/families-1k.test.ts',
  'test/commands/{evidence,promotion-export}.test.ts',
];

/** Rooms that test what has no state: their files share one process and what it has compiled. */
const PURE = [
  'test/{architecture,audit,calendar,model,numeric,policy,report,risk,schedule,simulate,trace}/**/*.test.ts',
  'test/commands/import/**/*.test.ts',
];
const PROPERTIES = globSync(PURE).filter((file) => readFileSync(file, 'utf8').includes("'fast-check'"));

/** What properties draw from; given, it stands everywhere (test/support/property-seed.ts). */
const SEED = process.env['PROPERTY_SEED'];

/**
 * `npm test` runs all but `browser`, which needs one, and `thorough` with `properties`; CI runs those too. Benchmarks and deployments are
 * commands, not tests.
 */
export default defineConfig({
  test: {
    watch: false,
    // Two processors: a third worker only makes the other two wait.
    maxWorkers: 2,
    reporters: ['default'],
    projects: [
      {
        extends: true,
        test: {
          name: 'core',
          include: PURE,
          exclude: THOROUGH,
          // A quarter of the processor time of these rooms went into starting processes and reading the same modules.
          isolate: false,
          setupFiles: 'test/support/property-seed.ts',
          env: { PROPERTY_SEED: SEED ?? '1' },
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'product',
          include: ['test/**/*.test.ts'],
          exclude: ['test/{aws,bench,browser,e2e,infra}/**', ...PURE, ...THOROUGH],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'infra',
          include: ['test/infra/**/*.test.ts'],
          // What these files read of the application is kept in a module they share.
          isolate: false,
          globalSetup: 'test/support/synthesise.ts',
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          exclude: THOROUGH,
          // Each file runs a host of its own.
          globalSetup: 'test/support/synthesise.ts',
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'thorough',
          include: THOROUGH,
          globalSetup: 'test/support/synthesise.ts',
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
      {
        extends: true,
        test: {
          // The properties of `core` with a seed nobody has seen.
          name: 'properties',
          include: PROPERTIES,
          exclude: THOROUGH,
          isolate: false,
          setupFiles: 'test/support/property-seed.ts',
          env: { PROPERTY_SEED: SEED ?? String(randomInt(2 ** 31 - 1)) },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          // One browser at a time, after everything else.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
