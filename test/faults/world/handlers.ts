import { handler as assessPosture } from '../../../functions/assess-posture/index.ts';
import { handler as audit } from '../../../functions/audit/index.ts';
import { handler as commit } from '../../../functions/commit/index.ts';
import { handler as decide } from '../../../functions/decide/index.ts';
import { handler as escalate } from '../../../functions/escalate/index.ts';
import { handler as guardBudget } from '../../../functions/guard-budget/index.ts';
import { handler as handoff } from '../../../functions/handoff/index.ts';
import { handler as mergeShards } from '../../../functions/merge-shards/index.ts';
import { handler as planShard } from '../../../functions/plan-shard/index.ts';
import { handler as preflight } from '../../../functions/preflight/index.ts';
import { handler as publish } from '../../../functions/publish/index.ts';
import { handler as putOutcomes } from '../../../functions/put-outcomes/index.ts';
import { handler as putPortfolio } from '../../../functions/put-portfolio/index.ts';
import { handler as relay } from '../../../functions/relay/index.ts';
import { handler as remind } from '../../../functions/remind/index.ts';
import { handler as requestDecision } from '../../../functions/request-decision/index.ts';
import { handler as resumeRollbacks } from '../../../functions/resume-rollbacks/index.ts';
import { handler as rollBack } from '../../../functions/roll-back/index.ts';
import { handler as rollback } from '../../../functions/rollback/index.ts';
import { handler as route } from '../../../functions/route/index.ts';
import { handler as score } from '../../../functions/score/index.ts';
import { handler as splitBlocks } from '../../../functions/split-blocks/index.ts';
import { handler as startQueued } from '../../../functions/start-queued/index.ts';
import { handler as startRun } from '../../../functions/start-run/index.ts';
import { handler as stopRun } from '../../../functions/stop-run/index.ts';
import definition from '../../../statemachines/mission.asl.json' with { type: 'json' };
import type { Nudge } from './faults.ts';
import { plant } from './planted.ts';
import { type Played, play } from './play.ts';

const handlers = {
  'assess-posture': assessPosture,
  audit,
  commit,
  decide,
  escalate,
  'guard-budget': guardBudget,
  handoff,
  'merge-shards': mergeShards,
  'plan-shard': planShard,
  preflight,
  publish,
  'put-outcomes': putOutcomes,
  'put-portfolio': putPortfolio,
  relay,
  remind,
  'request-decision': requestDecision,
  'resume-rollbacks': resumeRollbacks,
  'roll-back': rollBack,
  rollback,
  route,
  score,
  'split-blocks': splitBlocks,
  'start-queued': startQueued,
  'start-run': startRun,
  'stop-run': stopRun,
};

/** One schedule on the real functions and the real state machine. */
export function playSeed(seed: number, mistake = '', nudges: readonly Nudge[] = []): Promise<Played> {
  plant(mistake);
  return play(seed, handlers, definition, nudges);
}
