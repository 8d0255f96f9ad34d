import type { DerivedFeature } from '../model/scorecard-model.ts';
import { type FeatureRecord, knownValue } from './feature-record.ts';

/** The record with its derived features added, in order, so that later ones may use earlier ones. */
export function withDerived(record: FeatureRecord, derived: readonly DerivedFeature[]): FeatureRecord {
  if (derived.length === 0) return record;
  const extended: Record<string, FeatureRecord[string]> = { ...record };
  for (const feature of derived) extended[feature.name] = derive(extended, feature);
  return extended;
}

/** The features a derivation reads, so that a sensitive one cannot enter under another name. */
export function sourcesOf(feature: DerivedFeature): readonly string[] {
  return typeof feature.of === 'string' ? [feature.of] : feature.of;
}

/**
 * What a feature is about: the one raw feature it comes from, else itself. A reason for a person names `tenure` once, not
 * `tenure` and `ln tenure` pulling in opposite directions.
 */
export function subjectOf(feature: string, derived: readonly DerivedFeature[]): string {
  const at = derived.findLastIndex((candidate) => candidate.name === feature);
  const definition = derived[at];
  if (definition === undefined) return feature;
  const [source, ...others] = sourcesOf(definition);
  // Only what is derived before can be read, so this ends.
  return source === undefined || others.length > 0 ? feature : subjectOf(source, derived.slice(0, at));
}

function derive(record: FeatureRecord, feature: DerivedFeature): number | string | undefined {
  switch (feature.op) {
    case 'log1p':
      return numeric(record, feature.of, (x) => (x > -1 ? Math.log1p(x) : undefined));
    case 'hinge':
      return numeric(record, feature.of, (x) => Math.max(0, x - feature.from));
    case 'product':
      return numericPair(record, feature.of, (x, y) => x * y);
    case 'ratio':
      return numericPair(record, feature.of, (x, y) => (y === 0 ? undefined : x / y));
    case 'cross': {
      const [x, y] = [knownValue(record, feature.of[0]), knownValue(record, feature.of[1])];
      return x === undefined || y === undefined ? undefined : `${x} & ${y}`;
    }
    case 'count': {
      const values = feature.of.map((source) => knownValue(record, source));
      if (values.every((value) => value === undefined)) return undefined;
      return values.filter((value) => value === feature.equals).length;
    }
  }
}

function numeric(record: FeatureRecord, source: string, apply: (x: number) => number | undefined): number | undefined {
  const x = knownValue(record, source);
  return typeof x === 'number' ? apply(x) : undefined;
}

function numericPair(
  record: FeatureRecord,
  [first, second]: readonly [string, string],
  apply: (x: number, y: number) => number | undefined,
): number | undefined {
  return numeric(record, first, (x) => numeric(record, second, (y) => apply(x, y)));
}
