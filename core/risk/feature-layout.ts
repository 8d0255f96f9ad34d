import type { ScorecardColumn, ScorecardFeature } from '../model/scorecard-model.ts';
import { pointer, shown, type Violation } from '../model/violation.ts';
import { type FeatureRecord, knownValue } from './feature-record.ts';

/** More levels than this identify accounts rather than describe them. */
const MAX_LEVELS = 64;

/** Larger numbers are slips of an export, and one of them would flatten all others. */
const MAX_NUMBER = 1e15;

/** How a feature is laid out in columns, learned from the rows of a fit. */
export type FeatureLayout =
  | { readonly kind: 'numeric'; readonly name: string; readonly low: number; readonly high: number }
  | { readonly kind: 'category'; readonly name: string; readonly levels: readonly string[] };

export type Unusable = { readonly kind: 'unusable'; readonly violation: Violation };

/** Numeric where every known value is a number, a category where every one is text, otherwise unusable. O(rows). */
export function layOut(name: string, rows: readonly FeatureRecord[]): FeatureLayout | Unusable {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  const levels = new Set<string>();
  for (const row of rows) {
    const value = knownValue(row, name);
    if (typeof value === 'string') levels.add(value);
    if (typeof value === 'number') {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  const numeric = low <= high;
  if (numeric && levels.size > 0) {
    return unusable(name, 'one-kind-per-feature', [low, [...levels][0]], 'give numbers or text, not both');
  }
  if (numeric && Math.max(-low, high) > MAX_NUMBER) {
    return unusable(name, 'numbers-within-1e15', Math.max(-low, high), 'correct the value or give it as null');
  }
  if (numeric) return { kind: 'numeric', name, low, high };
  if (levels.size > MAX_LEVELS) {
    return unusable(name, 'at-most-64-levels', levels.size, 'leave identifiers out, or group the levels');
  }
  return { kind: 'category', name, levels: [...levels].sort() };
}

function unusable(name: string, rule: string, received: unknown, remedy: string): Unusable {
  return {
    kind: 'unusable',
    violation: { path: pointer(['features', name]), rule, received: shown(received), remedy },
  };
}

export type EncodedFeatures = {
  readonly columns: number;
  /** Row-major, standardised to mean 0 and deviation 1. */
  readonly values: Float64Array;
  /** The model's features, given one weight per column. */
  readonly withWeights: (weights: readonly number[]) => ScorecardFeature[];
};

type Column = { readonly mean: number; readonly scale: number; readonly raw: Float64Array };

/**
 * Turns rows into standardised columns: one per number, one per level of a category, one per "missing" where that was
 * seen. Columns that never vary carry nothing and are left out. O(rows · columns).
 */
export function encodeFeatures(layouts: readonly FeatureLayout[], rows: readonly FeatureRecord[]): EncodedFeatures {
  const columns: Column[] = [];
  const add = (raw: Float64Array): number => {
    const column = standardised(raw);
    return column === undefined ? -1 : columns.push(column) - 1;
  };
  const parts = layouts.map((layout) => {
    const known = rows.map((row) => knownValue(row, layout.name));
    const missing = add(Float64Array.from(known, (value) => (value === undefined ? 1 : 0)));
    if (layout.kind === 'numeric') return { layout, missing, own: add(imputed(known)), levels: [] };
    const levels = layout.levels.map((level) => ({
      level,
      index: add(Float64Array.from(known, (value) => (value === level ? 1 : 0))),
    }));
    return { layout, missing, own: -1, levels };
  });

  const values = new Float64Array(rows.length * columns.length);
  columns.forEach(({ mean, scale, raw }, c) => {
    for (let r = 0; r < rows.length; r++) values[r * columns.length + c] = (raw[r]! - mean) / scale;
  });

  const withWeights = (weights: readonly number[]): ScorecardFeature[] => {
    const columnAt = (index: number): ScorecardColumn | null => {
      const column = columns[index];
      return column === undefined ? null : { mean: column.mean, scale: column.scale, weight: weights[index]! };
    };
    return parts.map(({ layout, missing, own, levels }): ScorecardFeature => {
      const { name } = layout;
      if (layout.kind === 'numeric') {
        const column = columnAt(own) ?? { mean: layout.low, scale: 1, weight: 0 };
        return { kind: 'numeric', name, ...column, low: layout.low, high: layout.high, missing: columnAt(missing) };
      }
      const fittedLevels = levels.map(({ level, index }) => ({
        level,
        ...(columnAt(index) ?? { mean: 1, scale: 1, weight: 0 }),
      }));
      return { kind: 'category', name, levels: fittedLevels, missing: columnAt(missing) };
    });
  };
  return { columns: columns.length, values, withWeights };
}

/** Known numbers, with the mean of the known ones where the value is missing. */
function imputed(known: readonly (number | string | undefined)[]): Float64Array {
  const numbers = known.filter((value) => typeof value === 'number');
  const mean = numbers.reduce((sum, value) => sum + value, 0) / Math.max(1, numbers.length);
  return Float64Array.from(known, (value) => (typeof value === 'number' ? value : mean));
}

/** Mean and population deviation in two passes; undefined for a column that does not vary. */
function standardised(raw: Float64Array): Column | undefined {
  const mean = raw.reduce((sum, value) => sum + value, 0) / raw.length;
  const scale = Math.sqrt(raw.reduce((sum, value) => sum + (value - mean) ** 2, 0) / raw.length);
  return scale > 1e-12 * Math.abs(mean) && Number.isFinite(scale) ? { mean, scale, raw } : undefined;
}
