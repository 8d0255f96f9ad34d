import { describe, expect, it } from 'vitest';
import { decisionGate } from '../../core/trace/decision-step.ts';

describe('the gate of an entry', () => {
  it('is the attempt whose plan a person decided on', () => {
    expect(decisionGate('0/decision/dana')).toBe(0);
    expect(decisionGate('12/decision/dana')).toBe(12);
  });

  it('is none where the entry is no decision', () => {
    for (const step of ['0/commit', '0/delegation/eli', 'x/decision/dana', '1/0/decision/dana'])
      expect(decisionGate(step), step).toBeUndefined();
  });
});
