/** A step of a sequence: throws what is wrong, answers what it saw. */
export type Step = readonly [title: string, check: () => Promise<string | undefined>];

/** Prints what is checked as it is checked, and keeps the count. */
export function checklist() {
  const count = { passed: 0, failed: 0, notReached: 0 };
  return {
    count,
    /**
     * Runs the steps in turn. Each may stand on the one before: after one that fails the rest cannot be judged, and is named
     * as not reached; unless they are told to stand alone.
     */
    async sequence(name: string, steps: readonly Step[], { alone = false } = {}): Promise<void> {
      console.log(`\n${name}`);
      let failed = false;
      for (const [title, check] of steps) {
        if (failed && !alone) {
          count.notReached += 1;
          console.log(`  not reached  ${title}`);
          continue;
        }
        const started = performance.now();
        try {
          const seen = await check();
          count.passed += 1;
          const seconds = ((performance.now() - started) / 1000).toFixed(1);
          console.log(`  passed ${seconds.padStart(4)} s  ${title}${seen === undefined ? '' : `: ${seen}`}`);
        } catch (error) {
          failed = true;
          count.failed += 1;
          console.log(`  FAILED         ${title}`);
          console.log(indented(error instanceof Error ? (error.stack ?? error.message) : String(error)));
        }
      }
    },
  };
}
export type Checklist = ReturnType<typeof checklist>;

function indented(text: string): string {
  return text.replace(/^/gm, '      ');
}
