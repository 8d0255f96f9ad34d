import type { LearningReport } from '../model/learning.ts';
import type { Policy } from '../model/policy.ts';
import type { WatchVerdict } from '../model/watch.ts';
import type { PostureFacts } from './posture.ts';

/**
 * The posture fact `drift`: calibration error less what is noise; where the detectors or the monitor sounded, at least what
 * makes the posture high. Absent where nothing was measured: no news is neither good nor bad.
 * @param watched verdict of the monitor's last look; null: none, or too long ago
 */
export function driftFact(
  learning: LearningReport | null,
  watched: WatchVerdict | null,
  thresholds: Policy['posture'],
): Pick<PostureFacts, 'drift'> {
  const calibration = learning?.calibration ?? null;
  const { losses, noShows } = learning?.drift ?? {};
  const alarmed = watched === 'breached' || losses?.verdict === 'drift' || noShows?.verdict === 'drift';
  const measured = calibration === null ? null : Math.max(0, calibration.error - calibration.noise);
  if (!alarmed) return measured === null ? {} : { drift: measured };
  return { drift: Math.max(measured ?? 0, thresholds.drift.high) };
}
