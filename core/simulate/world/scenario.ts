/** How wrong the forecasts are that the planner sees, on purpose. All zero: they are what the world itself believes. */
export interface ForecastErrors {
  /** Added to the log-odds of every loss probability. */
  readonly bias: number;
  /** Standard deviation, in log-odds, of an error that an account keeps for one contract period; also of ln(effect). */
  readonly noise: number;
  /** Added to the log-odds by the end of each year. */
  readonly drift: number;
  /** Share of accounts the CRM knows nothing about: they get the base rate. */
  readonly missing: number;
  /** Share of accounts whose forecast is turned round its base rate: the safe look doomed, the doomed safe. */
  readonly adversarial: number;
}

/** What the simulated world is like. Money in cents, rates a day. */
export interface Scenario {
  readonly name: string;
  /** First day; a Monday. */
  readonly start: string;
  readonly accounts: number;
  readonly reps: number;
  /** Chance that an account asks for, or needs, a conversation on a working day. */
  readonly demand: number;
  /** Minutes in one piece, at some time of the day, that a rep keeps free for these conversations. */
  readonly repMinutes: number;
  /** Largest chance of losing an account within one contract period if nobody acts. */
  readonly danger: number;
  /** Amplitude of the yearly season of hazards, a share. */
  readonly season: number;
  /** A shock multiplies the hazards of all accounts for some days. */
  readonly shock: { readonly chance: number; readonly days: number; readonly multiplier: number };
  /** A contact adds 1 to an account's fatigue, which halves in `halfLife` days. Beyond `tolerance` it does harm. */
  readonly fatigue: {
    readonly halfLife: number;
    readonly tolerance: number;
    /** Share by which one unit of excess raises the hazard. */
    readonly hazard: number;
    /** Chance that a contact makes the customer object: `optOut + excess² · optOutGrowth`. */
    readonly optOut: number;
    readonly optOutGrowth: number;
  };
  readonly illness: { readonly chance: number; readonly longest: number };
  /** Contacts by others (support, marketing), which land in the ledger overnight. */
  readonly external: number;
  readonly forecast: ForecastErrors;
}

const TRUE_FORECASTS: ForecastErrors = { bias: 0, noise: 0, drift: 0, missing: 0, adversarial: 0 };

/** One team on two continents that has time for about half of what is asked for, each rep an hour a day. */
export const STEADY: Scenario = {
  name: 'steady',
  start: '2026-11-23',
  accounts: 84,
  reps: 4,
  demand: 0.14,
  repMinutes: 60,
  danger: 0.55,
  season: 0.25,
  shock: { chance: 0.004, days: 15, multiplier: 1.8 },
  fatigue: { halfLife: 10, tolerance: 2.5, hazard: 0.3, optOut: 0.0005, optOutGrowth: 0.02 },
  illness: { chance: 0.01, longest: 4 },
  external: 0.008,
  forecast: TRUE_FORECASTS,
};

/** Half as many customers and reps: a portfolio-year at half the price, for what must hold in very many of them. */
const COMPACT: Scenario = { ...STEADY, name: 'compact', accounts: 48, reps: 2 };

/** The steady world; smaller, and with more or less asked for than usual; and the same with forecasts that are wrong in one way each, and with rough markets. */
export const SCENARIOS: readonly Scenario[] = [
  STEADY,
  COMPACT,
  { ...STEADY, name: 'scarce', demand: 0.24 },
  { ...STEADY, name: 'ample', demand: 0.08 },
  { ...STEADY, name: 'biased', forecast: { ...TRUE_FORECASTS, bias: 0.8 } },
  { ...STEADY, name: 'noisy', forecast: { ...TRUE_FORECASTS, noise: 0.8 } },
  { ...STEADY, name: 'drifting', forecast: { ...TRUE_FORECASTS, drift: 1.2 } },
  { ...STEADY, name: 'missing', forecast: { ...TRUE_FORECASTS, missing: 0.3 } },
  { ...STEADY, name: 'adversarial', forecast: { ...TRUE_FORECASTS, adversarial: 0.25 } },
  { ...STEADY, name: 'rough', shock: { chance: 0.015, days: 20, multiplier: 2.5 }, season: 0.5 },
  { ...STEADY, name: 'tired', external: 0.04, fatigue: { ...STEADY.fatigue, tolerance: 1.5, halfLife: 20 } },
];
