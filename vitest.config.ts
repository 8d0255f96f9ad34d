import { defineConfig } from 'vitest/config';

/** `product`: everything that needs Node only. `browser`: pages in a real browser. Benchmarks and deployments are commands. */
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
          name: 'product',
          include: ['test/**/*.test.ts'],
          exclude: ['test/{aws,bench,browser}/**'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
