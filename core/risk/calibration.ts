/** A forecast: `probabilities[i]` in [0, 1] for an event that happened where `labels[i]` is 1. Same length, not empty. */
export type Forecast = { readonly probabilities: ArrayLike<number>; readonly labels: ArrayLike<number> };

/** One bin of a reliability curve: mean forecast against the share of events, over `count` observations. */
export type ReliabilityPoint = { readonly forecast: number; readonly observed: number; readonly count: number };

/**
 * Area under the ROC curve: the chance that an event was forecast above a non-event, ties counting half (Mann-Whitney
 * midranks). NaN where only one outcome occurs, since nothing can be ranked then. O(n log n).
 */
export function areaUnderCurve(forecast: Forecast): number {
  let rankSum = 0;
  let events = 0;
  let rank = 0;
  for (const tie of tieGroups(forecast)) {
    rankSum += tie.events * (rank + (tie.count + 1) / 2);
    events += tie.events;
    rank += tie.count;
  }
  return (rankSum - (events * (events + 1)) / 2) / (events * (rank - events));
}

/** Mean squared difference between forecast and outcome (Brier 1950): 0 is perfect, lower is better. O(n). */
export function brierScore({ probabilities, labels }: Forecast): number {
  let sum = 0;
  for (let i = 0; i < labels.length; i++) sum += (probabilities[i]! - labels[i]!) ** 2;
  return sum / labels.length;
}

/**
 * Expected calibration error: mean gap between forecast and observed share over bins of equal mass, weighted by their
 * size (Naeini et al. 2015; equal-mass after Nixon et al. 2019, because churn forecasts crowd at the low end).
 */
export function expectedCalibrationError(forecast: Forecast, bins = 10): number {
  let sum = 0;
  for (const point of reliabilityCurve(forecast, bins)) sum += point.count * Math.abs(point.forecast - point.observed);
  return sum / forecast.labels.length;
}

/**
 * Observations in order of their forecast, cut into `bins` of equal size (to within one). Where a cut falls among equal
 * forecasts, their events are shared out evenly, so the order of the input does not matter. Empty bins are left out.
 */
export function reliabilityCurve(forecast: Forecast, bins = 10): readonly ReliabilityPoint[] {
  const total = forecast.labels.length;
  const points = Array.from({ length: bins }, () => ({ forecast: 0, observed: 0, count: 0 }));
  let position = 0;
  for (const tie of tieGroups(forecast)) {
    const end = position + tie.count;
    while (position < end) {
      const bin = Math.floor((position * bins) / total);
      const binEnd = Math.ceil(((bin + 1) * total) / bins);
      const share = Math.min(end, binEnd) - position;
      const point = points[bin]!;
      point.forecast += share * tie.probability;
      point.observed += (share * tie.events) / tie.count;
      point.count += share;
      position += share;
    }
  }
  return points
    .filter((point) => point.count > 0)
    .map(({ forecast: sum, observed, count }) => ({ forecast: sum / count, observed: observed / count, count }));
}

type TieGroup = { readonly probability: number; readonly count: number; readonly events: number };

/** Observations grouped by equal forecast, ascending. */
function tieGroups({ probabilities, labels }: Forecast): readonly TieGroup[] {
  const order = Array.from(labels, (_, i) => i).sort((a, b) => probabilities[a]! - probabilities[b]!);
  const groups: { probability: number; count: number; events: number }[] = [];
  for (const i of order) {
    const last = groups.at(-1);
    if (last !== undefined && last.probability === probabilities[i]) {
      last.count += 1;
      last.events += labels[i]!;
    } else {
      groups.push({ probability: probabilities[i]!, count: 1, events: labels[i]! });
    }
  }
  return groups;
}
