import type { Policy, Posture } from '../model/policy.ts';

/** What posture is judged by; absent: not known yet. Shares are in [0, 1], `failures` counts runs. */
export interface PostureFacts {
  readonly tailShare?: number;
  readonly mandatoryUnplaced?: number;
  readonly parityShortfall?: number;
  readonly badData?: number;
  readonly gap?: number;
  readonly budget?: number;
  readonly failures?: number;
  /** Distance of outcomes from their forecast; only where enough outcomes were measured. */
  readonly drift?: number;
}

export interface PostureCause {
  readonly fact: keyof PostureFacts;
  readonly posture: Posture;
  readonly value: number;
  readonly threshold: number;
  /** The value is below its threshold, but not by the margin that going down needs. */
  readonly held: boolean;
}

export interface PostureVerdict {
  readonly posture: Posture;
  readonly previous: Posture;
  /** Every fact above steady, worst first. */
  readonly causes: readonly PostureCause[];
}

/** Order of danger, least first. */
export const POSTURES: readonly Posture[] = ['steady', 'elevated', 'high', 'critical'];

/**
 * The worst posture any fact asks for. Rising is immediate; falling needs the fact to be `margin` (relative) below the
 * threshold it once crossed, so a value that hovers does not make the posture flap.
 */
export function assessPosture(facts: PostureFacts, thresholds: Policy['posture'], previous: Posture): PostureVerdict {
  const causes = FACTS.flatMap((fact) => {
    const value = facts[fact];
    return value === undefined ? [] : causeOf(fact, value, thresholds, previous);
  });
  causes.sort((a, b) => rank(b.posture) - rank(a.posture) || FACTS.indexOf(a.fact) - FACTS.indexOf(b.fact));
  return { posture: causes[0]?.posture ?? 'steady', previous, causes };
}

/** The worse of two postures. */
export function worse(a: Posture, b: Posture): Posture {
  return rank(a) >= rank(b) ? a : b;
}

const FACTS: readonly (keyof PostureFacts)[] = [
  'failures',
  'drift',
  'badData',
  'mandatoryUnplaced',
  'tailShare',
  'parityShortfall',
  'gap',
  'budget',
];

function causeOf(
  fact: keyof PostureFacts,
  value: number,
  thresholds: Policy['posture'],
  previous: Posture,
): PostureCause[] {
  const levels = thresholds[fact];
  for (const posture of DANGERS) {
    const threshold = levels[posture];
    if (value >= threshold) return [{ fact, posture, value, threshold, held: false }];
    const holds = rank(previous) >= rank(posture) && value > 0 && value >= threshold * (1 - thresholds.margin);
    if (holds) return [{ fact, posture, value, threshold, held: true }];
  }
  return [];
}

const DANGERS = ['critical', 'high', 'elevated'] as const;

function rank(posture: Posture): number {
  return POSTURES.indexOf(posture);
}
