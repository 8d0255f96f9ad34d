import { z } from 'zod';
import { Label } from './units.ts';

const Count = z.int().min(0);

/** The human-impact conditions a simulated year is held to, each over every day; see core/simulate/README.md. */
export const Condition = z.enum([
  'allowed-hours',
  'objection',
  'contact-cap',
  'group-starved',
  'rep-ceiling',
  'returner-flooded',
  'vulnerable-dropped',
  'long-term',
]);
export type Condition = z.infer<typeof Condition>;

/** A condition that was broken: on which day of the run, who, and by what. */
export const Breach = z.strictObject({ condition: Condition, day: Count, subject: z.string(), text: z.string() });
export type Breach = z.infer<typeof Breach>;

/** Accounts of a declared group that had work that could be done, and those of them somebody spoke to or tried to. */
export const GroupQuarter = z.strictObject({ group: Label, value: Label, eligible: Count, covered: Count });
export type GroupQuarter = z.infer<typeof GroupQuarter>;

/** What happened in 91 days. Amounts in minor units, times in minutes. */
export const Quarter = z.strictObject({
  /** Stakes lost. */
  lost: Count,
  /** Σ stake × true chance of loss of each day: the same in the mean, with less noise. */
  expected: z.number().min(0),
  asked: Count,
  held: Count,
  noShows: Count,
  optOuts: Count,
  /** Commitments of a plan, over all plans; those of the plan before that were moved or dropped without need. */
  published: Count,
  moved: Count,
  /** Meetings that fell to illness, an objection or somebody else's contact. */
  broken: Count,
  minutes: Count,
  capacity: Count,
  /** Conversations about which a person was asked, each once. */
  gated: Count,
  /** Most mornings since its last contact on which an account that could be met was in no plan. */
  longestPassedOver: Count,
  parity: z.array(GroupQuarter),
});
export type Quarter = z.infer<typeof Quarter>;

/** seed-run/1: one policy in one simulated world. The same seed meets every policy with the same fortunes. */
export const SeedRun = z
  .strictObject({
    contract: z.literal('seed-run/1'),
    scenario: z.string(),
    planner: z.string(),
    seed: z.int(),
    days: Count,
    quarters: z.array(Quarter),
    /** Mean fatigue of the customers at the end, contacts. */
    fatigue: z.number().min(0),
    /** What objections and fatigue at the end add to the expected loss of the year after, minor units. */
    burned: z.number().min(0),
    /** How often each condition was broken; those kept are 0. */
    breaches: z.record(Condition, Count),
    /** The first ones. */
    examples: z.array(Breach),
  })
  .meta({ id: 'seed-run', title: 'seed-run/1' });
export type SeedRun = z.infer<typeof SeedRun>;
