import type { WrittenTerms } from '../config/documents.ts';

/**
 * A promotion small enough for one machine: 16 worlds of a quarter and stages of moments, where the contract has 60 worlds of
 * a year and stages of days. `npm start` alone asks for it; what is deployed never has it.
 */
export const SMALL_TRIAL: WrittenTerms = {
  worlds: 16,
  days: 91,
  batch: 12,
  minutes: { shadow: 0, canary: 0, all: 0 },
  lookMinutes: 0.1,
  patienceMinutes: 30,
};
