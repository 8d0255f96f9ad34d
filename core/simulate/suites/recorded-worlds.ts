import type { SeedRun } from '../../model/simulation.ts';
import type { SuiteCheck } from '../../model/suite.ts';
import { type RegressionBaseline, regressionChecks } from './regression.ts';

/** Which way is worse. The other way is no regression: a candidate is there to be better. */
const WORSE: Readonly<Record<string, 'more' | 'less'>> = {
  'expected-loss': 'more',
  contacts: 'more',
  utilisation: 'more',
  'worst-parity': 'less',
  'moved-meetings': 'more',
};

/** Suite `regression` for a candidate: the worlds recorded of the stable policy again, held to their worse side. */
export function candidateRegression(recorded: RegressionBaseline, runs: readonly SeedRun[]): readonly SuiteCheck[] {
  return regressionChecks(recorded, runs).map((check) => {
    const { now, recorded: before } = check.numbers;
    if (check.verdict !== 'fail' || now === undefined || before === undefined) return check;
    const better = WORSE[check.name] === 'less' ? now > before : now < before;
    return better ? { ...check, verdict: 'pass', text: `${check.text}; better than recorded` } : check;
  });
}
