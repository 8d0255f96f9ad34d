import { Portfolio } from '../../core/model/portfolio.ts';
import { preflight, type Refusal } from '../../core/policy/preflight.ts';
import { markStable } from '../shared/baseline.ts';
import { now } from '../shared/clock.ts';
import { configuration } from '../shared/configuration.ts';
import { configurationControl } from '../shared/configuration-control.ts';
import { evidenceStore } from '../shared/evidence-store.ts';
import { headStore } from '../shared/head-store.ts';
import { objectionsOf } from '../shared/objections.ts';
import { outcomeStore } from '../shared/outcome-store.ts';
import { runStore } from '../shared/run-store.ts';
import { StepInput, step } from '../shared/step.ts';
import { refuseLeftInForce } from './left-in-force.ts';

const evidence = evidenceStore();
const heads = headStore();
const runs = runStore();
const config = configuration();
const control = configurationControl();
const objections = objectionsOf(outcomeStore());
const HOUR = 3_600_000;

/**
 * Refuses with named reasons before anything else runs; admits with the documents the run is planned from. The first run of
 * all finds no baseline: what is deployed then becomes the first one, so that there is always something to go back to.
 */
export const handler = step({
  name: 'preflight',
  input: StepInput,
  async run({ input: { tenant, run } }) {
    const record = await runs.get(tenant, run);
    if ((await heads.baseline()) === undefined) await markStable({ heads, control }, 0, null);
    if (record === undefined) throw new Error(`run ${run} has no record; start it through POST /v1/runs`);
    const [received, policy, flags, head] = await Promise.all([
      evidence.get(tenant, 'portfolio/1', record.portfolioDigest, Portfolio),
      config.policyOf(tenant),
      config.flagsOf(tenant),
      heads.plan(tenant),
    ]);
    await refuseLeftInForce(runs, tenant, head);
    const portfolio = await objections.held(tenant, received);
    const ageHours = (Date.parse(now()) - Date.parse(portfolio.asOf)) / HOUR;
    const { author, askedBy } = record;
    const question = { portfolio, policy: policy.value, flags: flags.value, author, askedBy, ageHours };
    const refusals = preflight(question);
    const [portfolioDigest, policyDigest, flagsDigest] = await Promise.all([
      portfolio === received ? record.portfolioDigest : evidence.put(tenant, 'portfolio/1', portfolio),
      evidence.put(tenant, 'policy/1', policy.value),
      evidence.put(tenant, 'flags/1', flags.value),
    ]);
    const answer = {
      verdict: refusals.length === 0 ? 'go' : 'refused',
      portfolio: portfolioDigest,
      policy: policyDigest,
      flags: flagsDigest,
      published: head?.current?.plan ?? null,
      mode: flags.value.scheduling.mode,
      stale: flags.stale || policy.stale,
      reasons: refusals.map(said),
    };
    const reason = refusals.length === 0 ? {} : { reason: answer.reasons.join(' · ') };
    return {
      answer,
      decision: answer.verdict,
      reasons: answer.reasons,
      policy: policyDigest,
      flags: flagsDigest,
      run: { status: 'running', policyDigest, ...reason },
    };
  },
});

function said({ rule, found, remedy }: Refusal): string {
  return `${rule}: ${found}; ${remedy}`;
}
