import { type Scenario, STEADY } from '../../core/simulate/world/scenario.ts';

/** A world that is lived in milliseconds a day. */
export const SMALL: Scenario = { ...STEADY, name: 'small', accounts: 24, reps: 2 };
