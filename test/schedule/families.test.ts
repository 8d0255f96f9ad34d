import { holdFamilies } from './family-cases.ts';

/** Those of 1,000 engagements are in `families-1k.test.ts`. */
holdFamilies([
  { name: 'time-100', load: 1.3, seed: 1, gap: 0.005 },
  { name: 'time-300', load: 0.7, seed: 2, gap: 0.002 },
  { name: 'all-100', load: 1.3, seed: 1, gap: 0.02 },
  { name: 'all-300', load: 1, seed: 3, gap: 0.015 },
  // Reps that are all alike and full by number, by minutes, or by both: ties everywhere.
  { name: 'count-300', load: 1.3, seed: 1, gap: 0.001 },
  { name: 'minutes-300', load: 1.3, seed: 1, gap: 0.003 },
  { name: 'mixed-300', load: 1.3, seed: 1, gap: 0.005 },
]);
