import { z } from 'zod';
import { Digest } from '../../core/model/ids.ts';
import { Instant } from '../../core/model/units.ts';
import { now } from './clock.ts';
import { environment } from './environment.ts';
import { table } from './tables.ts';

/** The last stable baseline: hosted versions of configuration that go together, and the digests of what they hold. */
export const Baseline = z.object({
  version: z.int().min(1),
  flags: Digest,
  policySet: Digest,
  flagsVersion: z.string(),
  policyVersion: z.string(),
  evidence: Digest.nullable(),
  at: Instant,
});
export type Baseline = z.infer<typeof Baseline>;

/** The pointer to the last stable baseline, and those before it. */
export function baselinePointer() {
  const { HEADS_TABLE } = environment('HEADS_TABLE');
  const baselines = table(HEADS_TABLE, Baseline);
  // Configuration is one document for all tenants, and so is its baseline.
  const baselineKey = { pk: '_configuration#head', sk: 'baseline' };

  return {
    /** The last stable baseline of the configuration, which all tenants share. */
    baseline: () => baselines.get(baselineKey),

    /** Every baseline there was, newest first. */
    async baselines(): Promise<Baseline[]> {
      const [current, past] = await Promise.all([
        baselines.get(baselineKey),
        baselines.queryAll(baselineKey.pk, { prefix: 'baseline#', newestFirst: true }),
      ]);
      const known = past.filter(({ version }) => version !== current?.version);
      return current === undefined ? known : [current, ...known];
    },

    /**
     * Moves the pointer from the version the caller saw (0: none); false: someone else moved it. What it points at is put aside
     * before it is replaced: a kill in between leaves no baseline that nobody can find.
     */
    async moveBaseline(seen: number, next: Omit<Baseline, 'version' | 'at'>): Promise<boolean> {
      const replaced = await baselines.get(baselineKey);
      if (replaced !== undefined) await baselines.put({ ...baselineKey, sk: pastKey(replaced.version) }, replaced);
      const moved = { ...next, version: seen + 1, at: now() };
      const stored = await baselines.amend(baselineKey, (current) =>
        (current?.version ?? 0) === seen ? moved : current,
      );
      return stored === moved;
    },
  };
}

/** Every baseline stays beside the pointer, for whoever asks what was stable when. */
function pastKey(version: number): string {
  return `baseline#${String(version).padStart(6, '0')}`;
}
