import { holdFamilies } from './family-cases.ts';

/** Beside the one with every rule on, which `families.test.ts` has. */
holdFamilies([
  { name: 'time-1k', load: 1.3, seed: 1, gap: 0.003 },
  { name: 'count-1k', load: 1.3, seed: 1, gap: 0.001 },
  { name: 'minutes-1k', load: 1.3, seed: 1, gap: 0.001 },
  { name: 'mixed-1k', load: 1.3, seed: 1, gap: 0.004 },
]);
