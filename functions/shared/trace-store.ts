import { z } from 'zod';
import type { RunId, TenantId } from '../../core/model/ids.ts';
import { TraceEntry } from '../../core/model/trace.ts';
import { Instant } from '../../core/model/units.ts';
import { appendEntry, type TraceStep } from '../../core/trace/chain.ts';
import { now } from './clock.ts';
import { environment } from './environment.ts';
import { table } from './tables.ts';
import { Transient } from './transient.ts';

/** An entry, and beside it what the chain leaves out: when it was written. */
const Stored = z.object({ entry: TraceEntry, at: Instant });
export type StoredEntry = z.infer<typeof Stored>;

/** Attempts to find the end of a chain that others append to. */
const APPEND_ATTEMPTS = 12;

export type TraceStore = ReturnType<typeof traceStore>;

/** The hash chain of each run. Entries are only ever added, each at the next free place, by a conditional write. */
export function traceStore() {
  const { TRACES_TABLE } = environment('TRACES_TABLE');
  const entries = table(TRACES_TABLE, Stored);
  const read = (tenant: TenantId, run: RunId) => entries.queryAll(`${tenant}#trace#${run}`);

  return {
    /** All entries, oldest first. */
    read,

    /**
     * Appends the entry of a step; a step whose `step` is in the chain already is not appended again. `last` says whether
     * the entry is the end of the chain.
     */
    async append(step: TraceStep): Promise<{ entry: TraceEntry; last: boolean }> {
      for (let attempt = 0; attempt < APPEND_ATTEMPTS; attempt += 1) {
        const chain = (await read(step.tenant, step.run)).map(({ entry }) => entry);
        const end = chain.at(-1) ?? null;
        const present = chain.find((entry) => entry.step === step.step);
        if (present !== undefined) return { entry: present, last: present === end };
        const entry = appendEntry(end, step);
        const sk = `entry#${String(entry.sequence).padStart(6, '0')}`;
        const put = await entries.putOnce({ pk: `${step.tenant}#trace#${step.run}`, sk }, { entry, at: now() });
        if (put.created) return { entry, last: true };
      }
      throw new Transient(`trace of ${step.run}: others appended ${APPEND_ATTEMPTS} times in between`);
    },
  };
}
