import type { Policy } from '../model/policy.ts';
import type { Portfolio } from '../model/portfolio.ts';
import type { BlockMembers } from './block-members.ts';
import type { KeptCommitments } from './commitments-to-keep.ts';
import { NONE, type Places } from './places.ts';
import { PlacesBuilder } from './places-builder.ts';
import type { RepDayTable } from './rep-day-table.ts';
import { kindOf, type RepKinds } from './rep-kinds.ts';
import type { StartWindowSource } from './start-windows.ts';

/** All places of a block, and which of them each unpinned engagement has. */
export interface EngagementPlaces {
  readonly places: Places;
  /** By engagement and touch day: list, sub of the owner's team, class of the owner. */
  readonly lists: Int32Array;
  readonly teamSub: Int32Array;
  readonly ownClass: Int32Array;
  /** The class of the one published start, with its kind, where it is still feasible. */
  readonly keepClass: Int32Array;
  readonly keepKind: Uint8Array;
}

export function engagementPlaces(input: {
  readonly portfolio: Portfolio;
  readonly policy: Policy;
  readonly members: BlockMembers;
  readonly days: RepDayTable;
  readonly kinds: RepKinds;
  readonly source: StartWindowSource;
  readonly kept: KeptCommitments;
}): EngagementPlaces {
  const { portfolio, policy, members, days, kinds, source, kept } = input;
  const { engagements, account, accounts, groups } = members;
  const touches = days.touchCount;
  const size = engagements.length;
  const slot = portfolio.horizon.slotMinutes;
  const builder = new PlacesBuilder(days, slot, policy.rep.bufferMinutes, kinds.teamOfRep);
  const lists = new Int32Array(size * touches).fill(NONE);
  const teamSub = new Int32Array(size * touches).fill(NONE);
  const ownClass = new Int32Array(size * touches).fill(NONE);
  const keepClass = new Int32Array(size).fill(NONE);
  const keepKind = new Uint8Array(size);

  for (let e = 0; e < size; e++) {
    const engagement = engagements[e]!;
    if (engagement.pinned !== null) continue;
    const starts = source.of(accounts[account[e]!]!, engagement);
    if (starts.refused !== null) continue;
    builder.writeLists(lists, e * touches, engagement.minutes, starts, groups.of[e]!, groups);
    own(e);
    if (kept.keepRep[e] !== NONE) keep(e);
  }

  function own(e: number): void {
    const r = kinds.owner[account[e]!]!;
    if (r === NONE) return;
    for (let t = 0; t < touches; t++) {
      const at = e * touches + t;
      const sub = lists[at] === NONE ? NONE : builder.subOf(lists[at]!, kinds.teamOfRep[r]!);
      if (sub === NONE) continue;
      teamSub[at] = sub;
      ownClass[at] = builder.classIn(sub, builder.dayOfRep(r, t));
    }
  }

  function keep(e: number): void {
    const r = kept.keepRep[e]!;
    const start = kept.keepStart[e]! / slot;
    const d = dayOf(days, r, start);
    const list = d === NONE ? NONE : lists[e * touches + days.touch[d]!]!;
    const sub = list === NONE ? NONE : builder.subOf(list, kinds.teamOfRep[r]!);
    const own = sub === NONE ? NONE : builder.classIn(sub, d);
    if (own === NONE || !builder.classes.allows(own, start - days.base[d]!)) return;
    keepClass[e] = builder.classes.classOf(d, engagements[e]!.minutes, [start, start]);
    keepKind[e] = kindOf(kinds, account[e]!, r);
  }

  return { places: builder.build(), lists, teamSub, ownClass, keepClass, keepKind };
}

/** The one day of a rep whose span holds a slot since the epoch, NONE: none, or no whole slot. */
function dayOf({ base, slots, count, reps }: RepDayTable, r: number, slot: number): number {
  if (!Number.isInteger(slot)) return NONE;
  const width = count / reps.length;
  for (let d = r * width; d < (r + 1) * width; d++) if (base[d]! <= slot && slot < base[d]! + slots[d]!) return d;
  return NONE;
}
