import { z } from 'zod';
import { Column, DateFormat, Decimal, ImportSource, Thousands, TWO_MEANINGS } from './import-cell.ts';
import { Channel, Engagement, Horizon, Loss, Rep } from './portfolio.ts';
import { DerivedFeature } from './scorecard-model.ts';
import { Currency, Instant, Label, Language, LocalDate, Money, Probability, TimeZone, WeeklyHours } from './units.ts';

const Range = z
  .strictObject({ from: z.number().optional(), below: z.number().optional() })
  .meta({ description: 'from <= x < below' });

/** A conversation to hold with an account of this risk and stake; the first template that matches is taken. */
const Template = z.strictObject({
  when: z.strictObject({ probability: Range.optional(), stake: Range.optional() }).default({}),
  ...Engagement.pick({
    kind: true,
    channel: true,
    minutes: true,
    effect: true,
    show: true,
    skills: true,
    languages: true,
    roles: true,
    teams: true,
    mandatory: true,
    requested: true,
  }).shape,
  /** Days after the horizon's start it may be held first, and for how many days; default: all of the horizon. */
  firstDay: z.int().min(0).max(59).default(0),
  days: z.int().min(1).max(60).optional(),
});
export type EngagementTemplate = z.infer<typeof Template>;

const AccountMap = z.strictObject({
  id: ImportSource,
  stake: ImportSource,
  stakeKind: ImportSource.optional(),
  timeZone: ImportSource,
  jurisdiction: ImportSource,
  owner: ImportSource.optional(),
  /** Language the account is spoken to in, where it has one of its own. */
  language: ImportSource.optional(),
  groups: z.record(Label, ImportSource).default({}),
  /** The CRM's own forecast. */
  loss: z
    .strictObject({ probability: ImportSource, withinDays: ImportSource, shape: ImportSource.optional() })
    .optional(),
  contact: z
    .strictObject({
      objected: ImportSource.optional(),
      vulnerable: ImportSource.optional(),
      consumer: ImportSource.optional(),
      runningContract: ImportSource.optional(),
      refusedAt: ImportSource.optional(),
      consent: z.partialRecord(Channel, z.strictObject({ given: ImportSource, at: ImportSource })).optional(),
    })
    .default({}),
  hours: z.array(WeeklyHours).max(28).optional(),
  closed: z.array(LocalDate).max(400).optional(),
});

const ScorecardMap = z.strictObject({
  /** Which column says what became of the account. Blank and `open` are not known yet; any other text is an error. */
  label: z.strictObject({
    column: Column,
    lost: z.array(z.string()).min(1),
    kept: z.array(z.string()).min(1),
    open: z.array(z.string()).default([]),
  }),
  /** Rows kept out of the fit to measure it, by their id alone. */
  holdout: z
    .strictObject({
      purpose: z.string().min(1).max(64).default('scorecard'),
      share: z
        .number()
        .min(0.05)
        .max(0.95)
        .default(1 / 3),
    })
    .prefault({}),
  l2: z.number().positive().default(1),
  withinDays: Loss.shape.withinDays,
  shape: Loss.shape.shape,
  /** Named exceptions from the refusal of sensitive features; kept in the model. */
  allowSensitive: z.array(z.strictObject({ feature: Column, reason: z.string().min(1) })).default([]),
});

const Features = z.strictObject({
  /** Columns that are features; absent: all but those in `except`, the id and the label. */
  columns: z.array(Column).optional(),
  except: z.array(Column).default([]),
  /** Columns read as numbers, written as `csv` says; the others are categories. */
  numbers: z.array(Column).default([]),
  derived: z.array(DerivedFeature).default([]),
});

const Team = z.strictObject({
  /** How many, or `owners`: everybody who owns a chosen account. */
  reps: z.union([z.int().min(1).max(10_000), z.literal('owners')]),
  places: z
    .array(
      z.strictObject({
        team: Label,
        timeZone: TimeZone,
        languages: z.array(Language).min(1).max(16),
        share: z.number().positive().optional(),
      }),
    )
    .min(1),
  hours: z.array(WeeklyHours).min(1).max(28),
  ...Rep.pick({ maxMinutesPerDay: true, maxEngagementsPerDay: true }).shape,
  skills: z.array(Label).max(64).default([]),
});

const Select = z.strictObject({
  /** Rows that are read at all: with one of these texts in the column, or none of those. */
  rows: z
    .array(
      z.strictObject({ column: Column, is: z.array(z.string()).optional(), isNot: z.array(z.string()).optional() }),
    )
    .default([]),
  /** `not-lost` leaves out what the label says is lost, since nobody can save it any more; `open` also what is kept. */
  labelled: z.enum(['not-lost', 'open', 'all']).default('not-lost'),
  probabilityFrom: Probability.default(0),
  stakeFrom: Money.default(0),
  /** At most this many, by probability or by probability × stake, ties by id. */
  top: z.int().min(1).optional(),
  by: z.enum(['probability', 'expected-loss']).default('expected-loss'),
});

/** import-map/1: how the rows of a CSV file become a portfolio. */
export const ImportMap = z
  .strictObject({
    contract: z.literal('import-map/1'),
    csv: z
      .strictObject({
        delimiter: z.enum([',', ';', '\t', '|']).default(','),
        encoding: z.enum(['utf-8', 'utf-16le', 'windows-1252']).default('utf-8'),
        decimal: Decimal.default('.'),
        thousands: Thousands.optional(),
        dateFormat: DateFormat.default('YYYY-MM-DD'),
      })
      .refine(({ decimal, thousands }) => decimal !== thousands, TWO_MEANINGS)
      .prefault({}),
    asOf: Instant,
    currency: Currency,
    horizon: Horizon,
    equityGroups: z.array(Label).max(8).default([]),
    account: AccountMap,
    features: Features.optional(),
    scorecard: ScorecardMap.optional(),
    select: Select.prefault({}),
    engagements: z.array(Template).min(1),
    team: Team,
  })
  .refine((map) => map.scorecard !== undefined || map.account.loss !== undefined, {
    path: ['account', 'loss'],
    error: 'map the loss of an account, or give a scorecard to fit',
  })
  .refine((map) => map.scorecard === undefined || map.features !== undefined, {
    path: ['features'],
    error: 'say which columns are features: a scorecard is fitted on them',
  })
  .refine((map) => map.team.reps !== 'owners' || map.account.owner !== undefined, {
    path: ['account', 'owner'],
    error: 'map the owner of an account: the team is made of owners',
  })
  .meta({ id: 'import-map', title: 'import-map/1' });
export type ImportMap = z.infer<typeof ImportMap>;
