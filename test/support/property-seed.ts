import fc from 'fast-check';

/**
 * Properties draw from PROPERTY_SEED (vitest.config.ts): the same every time in `npm test`, which then never fails for what
 * nobody changed, and another every time in `npm run test:thorough`. What fails says how to see it again.
 */
fc.configureGlobal({
  seed: Number(process.env['PROPERTY_SEED']),
  reporter: (details) => {
    if (!details.failed) return;
    const again = `See it again: PROPERTY_SEED=${details.seed} npx vitest run --project core, with the name of this file; or alone, with fc.assert(…, { seed: ${details.seed}, path: '${details.counterexamplePath}' }). Mend it, and keep the counterexample as an example of its own.`;
    throw new Error(`${fc.defaultReportMessage(details)}\n\n${again}`, { cause: details.errorInstance });
  },
});
