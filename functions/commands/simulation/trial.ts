import { basename } from 'node:path';
import { parse } from '../../../core/model/parse.ts';
import { parsePortfolio } from '../../../core/model/parse-portfolio.ts';
import type { Policy } from '../../../core/model/policy.ts';
import { Policy as PolicyContract } from '../../../core/model/policy.ts';
import type { SeedRun } from '../../../core/model/simulation.ts';
import type { SuiteName } from '../../../core/model/suite.ts';
import type { Pair } from '../../../core/simulate/comparison/judge-pairs.ts';
import { familyPortfolios } from '../../../core/simulate/suites/family-portfolios.ts';
import { integrationChecks } from '../../../core/simulate/suites/integration.ts';
import { RegressionBaseline, regressionChecks } from '../../../core/simulate/suites/regression.ts';
import { type SuiteEvidence, suiteEvidence, type Trial } from '../../../core/simulate/suites/result.ts';
import {
  pairOrders,
  type RunOrder,
  type SimulationOptions,
  simulationVerdict,
} from '../../../core/simulate/suites/simulation.ts';
import { unitChecks } from '../../../core/simulate/suites/unit.ts';
import { digest } from '../../../core/trace/digest.ts';
import { codeHere } from '../plan-documents.ts';
import { readContract } from '../read-json.ts';
import { scenarioNamed } from './order.ts';
import { type RunRoom, runOrders } from './run-orders.ts';

/** Worlds run at a time before anybody looks: the same on one thread as on many, so the verdict is. */
const BATCH = 4;

/** Everything a suite of the command works with. */
export interface TrialRoom extends Omit<RunRoom, 'label'>, SimulationOptions {
  readonly candidate: Policy;
  readonly stable: Policy;
  /** Files of portfolio/1. */
  readonly recorded: readonly string[];
  readonly baseline: string;
}

export interface TrialOutcome extends SuiteEvidence {
  /** The pairs behind a simulation; none for other suites. */
  readonly pairs: readonly Pair[];
}

export async function runSuite(suite: SuiteName, room: TrialRoom): Promise<TrialOutcome> {
  const { candidate } = room;
  const code = codeHere();
  const stable = suite === 'simulation' ? digest('policy/1', room.stable) : null;
  const trial: Trial = { candidate: digest('policy/1', candidate), stable, code };
  switch (suite) {
    case 'unit':
      return { ...suiteEvidence(suite, trial, unitChecks(candidate), 1), pairs: [] };
    case 'integration': {
      const own = room.recorded.map((name) => ({
        name: basename(name),
        portfolio: readContract(name, 'portfolio/1', parsePortfolio),
        published: null,
      }));
      const recorded = [...own, ...familyPortfolios()];
      const checks = integrationChecks(recorded, candidate, code);
      return { ...suiteEvidence(suite, trial, checks, recorded.length), pairs: [] };
    }
    case 'simulation':
      return simulation(trial, room);
    case 'regression':
      return regression(trial, room);
  }
}

/** Batch after batch; within a batch, world after world as if each had been looked at alone. */
async function simulation(trial: Trial, room: TrialRoom): Promise<TrialOutcome> {
  const pairs: Pair[] = [];
  for (let first = 1; ; first += BATCH) {
    const seeds = Array.from({ length: Math.min(BATCH, room.seeds - first + 1) }, (_, index) => first + index);
    const orders = seeds.flatMap((seed) => pairOrders(room.candidate, room.stable, room, seed));
    const runs = await runOrders(orders, { ...room, label: 'simulation' });
    for (const index of seeds.keys()) {
      const [candidate, stable] = [runs[2 * index], runs[2 * index + 1]];
      if (candidate !== undefined && stable !== undefined) pairs.push({ candidate, stable });
      const { decided, ...evidence } = simulationVerdict(trial, pairs);
      if (decided || pairs.length >= room.seeds) return { ...evidence, pairs };
    }
  }
}

async function regression(trial: Trial, room: TrialRoom): Promise<TrialOutcome> {
  const baseline = readContract(room.baseline, 'regression-baseline/1', (value) => parse(RegressionBaseline, value));
  const runs = await regressionRuns(room, baseline);
  return { ...suiteEvidence('regression', trial, regressionChecks(baseline, runs), runs.length), pairs: [] };
}

/** The candidate in the worlds of a baseline. */
export function regressionRuns(
  room: TrialRoom,
  { scenario, days, seeds }: Pick<RegressionBaseline, 'scenario' | 'days' | 'seeds'>,
): Promise<readonly SeedRun[]> {
  const orders = seeds.map(
    (seed): RunOrder => ({
      ...{ scenario: scenarioNamed(scenario), days, seed },
      spec: { kind: 'product', name: 'candidate', title: 'candidate', policy: room.candidate },
    }),
  );
  return runOrders(orders, { ...room, label: 'regression' });
}

export function readPolicyFile(file: string | undefined): Policy {
  if (file === undefined) return PolicyContract.parse({ contract: 'policy/1' });
  return readContract(file, 'policy/1', (value) => parse(PolicyContract, value));
}
