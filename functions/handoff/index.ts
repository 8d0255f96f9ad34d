import { z } from 'zod';
import type { Digest } from '../../core/model/ids.ts';
import type { FollowUp } from '../../core/model/run.ts';
import { followUps } from '../../core/report/follow-ups.ts';
import { utcTime } from '../../core/report/local-time.ts';
import { renderReport } from '../../core/report/report.ts';
import { scorecard } from '../../core/report/scorecard.ts';
import { evidenceStore } from '../shared/evidence-store.ts';
import { gateStore } from '../shared/gate-store.ts';
import { learningStore } from '../shared/learning-store.ts';
import { missionDocuments, PlannedInput } from '../shared/mission-documents.ts';
import { outboxQueue } from '../shared/outbox.ts';
import { endedEvent } from '../shared/publication.ts';
import { rollbackStore } from '../shared/rollback-store.ts';
import { runStore } from '../shared/run-store.ts';
import { StepInput, step } from '../shared/step.ts';
import { measured } from './measured.ts';

const evidence = evidenceStore();
const documents = missionDocuments(evidence);
const queue = outboxQueue();
const gates = gateStore();
const rollbacks = rollbackStore();
const learning = learningStore();
const runs = runStore();

const Outcome = z.enum(['done', 'shadowed', 'rejected', 'changes-requested', 'refused', 'stopped']);
const { scored, policy, flags, published, plan } = PlannedInput.partial().shape;
const Input = StepInput.extend({ outcome: Outcome, scored, policy, flags, published, plan });

/** Ends a run: report, scorecard and follow-ups where there is a plan, and the event that says how it ended. */
export const handler = step({
  name: 'handoff',
  input: Input,
  part: ({ outcome }) => outcome,
  obeysStop: false,
  async run({ input }) {
    const { outcome } = input;
    const planned = PlannedInput.safeParse(input);
    const made = planned.success ? await report(planned.data) : {};
    const reasons = await why(input);
    await queue.publish([endedEvent(input, outcome, reasons.join(' · '))]);
    const reason = outcome === 'stopped' ? { reason: reasons.join(' · ') } : {};
    return {
      answer: { outcome, ...made },
      decision: outcome,
      reasons,
      run: { status: outcome, ...reason, ...digests(made) },
    };
  },
});

/** Why a run ends before it had a plan to show: what its record says, which no entry of the chain may say yet. */
async function why({ tenant, run, outcome }: z.infer<typeof Input>): Promise<string[]> {
  if (outcome === 'stopped') {
    const mark = await runs.stopMark(tenant, run);
    if (mark === undefined) return ['the stop flag is set for every run'];
    // Events and chain outlive an erasure: who it was by name, and why, is read from the mark.
    const who = mark.by === (await runs.get(tenant, run))?.author ? 'its author' : 'somebody else who may stop it';
    return [`${who} stopped this run on ${utcTime(mark.at)}`];
  }
  const reason = outcome === 'refused' ? (await runs.get(tenant, run))?.reason : undefined;
  return reason === undefined ? [] : [reason];
}

interface Made {
  readonly report?: Digest;
  readonly scorecard?: Digest;
  readonly followUps?: Digest;
}

async function report(input: z.infer<typeof PlannedInput>): Promise<Required<Made>> {
  const shown = await documents.planned(input);
  const { tenant } = input;
  const learned = await learning.report(tenant);
  const calibrationError = learned?.calibration?.error ?? null;
  const card = scorecard({ ...shown, calibrationError, ...(await measured({ gates, rollbacks }, tenant, input.run)) });
  const todo: readonly FollowUp[] = followUps(shown);
  const page = renderReport({ ...shown, planDigest: input.plan, scorecard: card, learning: learned });
  const [reportDigest, scorecardDigest, followUpsDigest] = await Promise.all([
    evidence.putText(tenant, 'report/1', page, 'text/html'),
    evidence.put(tenant, 'scorecard/1', card),
    evidence.put(tenant, 'follow-ups/1', todo),
  ]);
  return { report: reportDigest, scorecard: scorecardDigest, followUps: followUpsDigest };
}

function digests({ report, scorecard, followUps }: Made) {
  return {
    ...(report === undefined ? {} : { reportDigest: report }),
    ...(scorecard === undefined ? {} : { scorecardDigest: scorecard }),
    ...(followUps === undefined ? {} : { followUpsDigest: followUps }),
  };
}
