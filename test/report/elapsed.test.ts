import { describe, expect, it } from 'vitest';
import { elapsed } from '../../core/report/elapsed.ts';

describe('elapsed', () => {
  it.each([
    [0, 'under a second'],
    [0.126, 'under a second'],
    [1, '1 second'],
    [1.54, '1.5 seconds'],
    [59.94, '59.9 seconds'],
    [59.96, '1 min'],
    [61, '2 min'],
    [3600, '1 h'],
  ])('says %d s in words', (seconds, words) => {
    expect(elapsed(seconds).replaceAll('\u00a0', ' ')).toBe(words);
  });
});
