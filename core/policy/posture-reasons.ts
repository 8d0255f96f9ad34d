import type { PostureVerdict } from './posture.ts';

/** A posture for the trace: the transition first, where there is one, then every cause with its numbers. */
export function postureReasons({ previous, posture, causes }: PostureVerdict): readonly string[] {
  return [
    ...(previous === posture ? [] : [`posture ${previous} → ${posture}`]),
    ...causes.map(({ fact, posture: level, value, threshold, held }) =>
      held
        ? `${fact} ${value} not yet clearly below ${threshold}: ${level} is kept`
        : `${fact} ${value} reaches ${threshold}: ${level}`,
    ),
  ];
}
