/** A forecast that has come true or not, in the order in which that became known. */
export interface Checked {
  /** Instant at which it became known. */
  readonly at: string;
  /** In [0, 1]. */
  readonly forecast: number;
  readonly happened: 0 | 1;
}

export interface DriftVerdict {
  /** `unknown`: fewer observations than could show a drift of the size that matters. */
  readonly verdict: 'none' | 'drift' | 'unknown';
  readonly observations: number;
  /** The detector now; an alarm at `ALARM` and above. */
  readonly evidence: number;
  /** When it sounded last, still sounding; null: it does not. */
  readonly since: string | null;
  /** Whether more happened than was forecast, or less. */
  readonly direction: 'more' | 'less' | null;
}

/** Observations between false alarms, on average, at least: the guarantee of an e-detector with this bound. */
export const ALARM = 10_000;
/** Stakes of the bets, as shares of what may be lost: small ones find small drifts late, large ones find large ones soon. */
const STAKES = [0.1, 0.25, 0.5] as const;
/** Fewer cannot show anything. */
export const LEAST_OBSERVATIONS = 30;

/**
 * Whether what happens has left its forecast. Bets on "more than forecast" and on "less", each multiplied by
 * 1 + λ·(happened − forecast), which no bettor can grow while forecasts are right (Arnold, Henzi & Ziegel 2023,
 * "Sequentially valid tests for forecast calibration"). Each starts anew from 1 where it fell below, as CUSUM does, and the
 * mean of all of them is an e-detector: with right forecasts it reaches `ALARM` at most once in `ALARM` observations on
 * average, whenever one looks and however often (Shin, Ramdas & Rinaldo 2024, "E-detectors"). O(n).
 */
export function driftOf(observations: readonly Checked[]): DriftVerdict {
  const bets = STAKES.flatMap((stake) => [stake, -stake]);
  const wealth = bets.map(() => 0);
  let since: string | null = null;
  let evidence = 0;
  for (const { at, forecast, happened } of observations) {
    evidence = 0;
    for (let i = 0; i < bets.length; i++) {
      wealth[i] = Math.max(1, wealth[i]!) * (1 + bets[i]! * (happened - forecast));
      evidence += Math.min(wealth[i]!, Number.MAX_VALUE / bets.length) / bets.length;
    }
    since = evidence < ALARM ? null : (since ?? at);
  }
  const ofDirection = (up: boolean) =>
    wealth.reduce((sum, each, i) => (bets[i]! > 0 === up ? Math.max(sum, each) : sum), 0);
  const direction = since === null ? null : ofDirection(true) >= ofDirection(false) ? 'more' : 'less';
  const quiet = observations.length < LEAST_OBSERVATIONS ? 'unknown' : 'none';
  return { verdict: since === null ? quiet : 'drift', observations: observations.length, evidence, since, direction };
}
