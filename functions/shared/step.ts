import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { z } from 'zod';
import { Digest, RunId, TenantId } from '../../core/model/ids.ts';
import { Posture } from '../../core/model/policy.ts';
import { ENDED } from '../../core/model/run.ts';
import { digest } from '../../core/trace/digest.ts';
import { activeRun } from './active-run.ts';
import { now } from './clock.ts';
import { codeDigest } from './code.ts';
import { configuration } from './configuration.ts';
import { evidenceStore } from './evidence-store.ts';
import { type Log, logger } from './log.ts';
import { loggedStep } from './logged-step.ts';
import { runBudget } from './run-budget.ts';
import { RunStopped } from './run-stopped.ts';
import { headOf, type RunPatch, runStore } from './run-store.ts';
import { type StepOutcome, stepMemory } from './step-memory.ts';
import { traceStore } from './trace-store.ts';
import { countingWrites } from './write-meter.ts';

/** What every state hands to its function; a step extends it. */
export const StepInput = z.object({
  tenant: TenantId,
  run: RunId,
  correlation: z.string().max(200),
  attempt: z.int().min(0).max(99),
});
export type StepInput = z.infer<typeof StepInput>;

/** JSON; ids, digests, verdicts and numbers only: content is evidence. */
export type Answer = Record<string, z.core.util.JSONType>;

export interface StepResult {
  /** What the state machine gets. */
  readonly answer: Answer;
  /** What was decided, in a word, and why: the trace entry. No personal data. */
  readonly decision: string;
  readonly reasons?: readonly string[];
  /** For the trace entry; by default those of the input, or null. */
  readonly posture?: Posture | null;
  readonly policy?: Digest | null;
  readonly flags?: Digest | null;
  /** What it makes of the run's record. */
  readonly run?: RunPatch;
  /** Search work it did, millions of candidate evaluations, for the meter of the budget guard. */
  readonly work?: number;
}

export interface Step<Input extends StepInput> {
  readonly name: string;
  readonly input: z.ZodType<Input>;
  /** Tells invocations of one attempt apart where a state is entered again with another input: a round, a shard. */
  readonly part?: (input: Input) => string;
  /** False: runs also when the run is to stop. For the states that end a run. */
  readonly obeysStop?: boolean;
  /** False: runs also when the run used more than a hard cap allows. By default as `obeysStop`. */
  readonly obeysBudget?: boolean;
  /** False: runs each time it is invoked, and is idempotent by itself. For the state that takes a new task token. */
  readonly remembers?: boolean;
  /** False: appends nothing to the trace. For shards that run at the same time; whoever merges them speaks for them. */
  readonly traces?: boolean;
  /** Where the end of the chain, and what follows from the answer, is kept instead of a run's record; for steps of a promotion. */
  readonly keep?: (tenant: TenantId, id: RunId, head: RunPatch, answer: Answer) => Promise<void>;
  readonly run: (context: { readonly input: Input; readonly key: string; readonly log: Log }) => Promise<StepResult>;
}

/** A step apart from the handler that runs it: a replay runs the same one on exported evidence. */
export function defineStep<Input extends StepInput>(definition: Step<Input>): Step<Input> {
  return definition;
}

/**
 * A Lambda handler for a state of the mission. Order of writes: what `run` writes, the answer, what the trace entry refers
 * to, the entry, the run's record; each is idempotent and each is made again by a repeated invocation, so a kill anywhere
 * between loses nothing.
 * @throws RunStopped before anything is done, where the run or everything is stopped; OverBudget, where the run used more
 * than a hard cap of the policy in force allows; Transient where a retry may help.
 */
export function step<Input extends StepInput>(definition: Step<Input>) {
  const { name, obeysStop = true, obeysBudget = obeysStop, remembers = true, traces = true } = definition;
  const runs = runStore();
  const active = activeRun(runs);
  const memory = stepMemory();
  const trace = traces ? traceStore() : null;
  const evidence = evidenceStore();
  const config = obeysStop ? configuration() : null;
  const budget = runBudget({ runs, evidence });

  const refuseStopped = async ({ tenant, run }: StepInput) => {
    if (config === null) return;
    const [flags, mark] = await Promise.all([config.flags(), runs.stopMark(tenant, run)]);
    if (flags.value.stop.enabled) throw new RunStopped('the stop flag is set: no run takes another step');
    if (mark !== undefined) throw new RunStopped(`stopped at ${mark.at}`);
  };

  const outcomeOf = async (input: Input, key: string, traced: Digest): Promise<StepOutcome> => {
    const known = remembers ? await memory.recall(input.tenant, input.run, key) : undefined;
    if (known !== undefined) return sameInput(known, key, traced).outcome;
    const outcome = complete(await definition.run({ input, key, log: logger }), input);
    if (!remembers) return outcome;
    const stored = await memory.remember(input.tenant, input.run, key, { outcome, input: traced, at: now() });
    return sameInput(stored, key, traced).outcome;
  };

  const refuseOverBudget = async (input: Input) => {
    const { policy } = InForce.parse(input);
    if (obeysBudget && policy !== undefined) await budget.refuseOver(input.tenant, input.run, policy);
  };

  const perform = async (input: Input, key: string, written: () => number): Promise<Answer> => {
    const traced = digest('step/1', tracedInput(input));
    await refuseStopped(input);
    await refuseOverBudget(input);
    const outcome = await outcomeOf(input, key, traced);
    const { tenant, run } = input;
    const { answer, decision, reasons, policy, flags, posture } = outcome;
    // What the digests of the entry stand for: a chain is replayed from evidence alone.
    const kept = traces ? [tracedInput(input), answer].map((document) => evidence.put(tenant, 'step/1', document)) : [];
    await Promise.all(kept);
    const output = digest('step/1', answer);
    const said = { decision, reasons, policy, flags, posture, code: codeDigest };
    const appended = await trace?.append({ tenant, run, step: key, input: traced, output, ...said });
    const used = await budget.charge(tenant, run, key, { work: outcome.work ?? 0, writes: written() });
    // A step replayed after a restart does not take the run's record back to where it was then.
    if (appended?.last === false) return answer;
    // Shards run at once: whoever merges them says what they used.
    const head = appended === undefined ? {} : { ...headOf(appended.entry), used };
    if (definition.keep !== undefined) {
      await definition.keep(tenant, run, head, answer);
      return answer;
    }
    const after = await runs.patch(tenant, run, { ...outcome.run, ...head });
    if (after !== undefined && ENDED.includes(after.status)) await active.release(tenant, run);
    return answer;
  };

  const invoke = (event: unknown): Promise<Answer> => {
    const input = definition.input.parse(event);
    const part = definition.part?.(input);
    const key = `${input.attempt}/${name}${part === undefined ? '' : `/${part}`}`;
    return countingWrites((written) => perform(input, key, written));
  };

  const stack = middy<unknown, unknown>().use(loggedStep(name)).handler(invoke);
  return (event: unknown, context: Context): Promise<unknown> => stack(event, context);
}

/** Left out of the trace: what differs between runs of the same input without changing what they do. */
const UNTRACED = new Set(['correlation', 'token', 'state']);

function tracedInput(input: StepInput): Answer {
  const entries = Object.entries(input).filter(([key, value]) => !UNTRACED.has(key) && value !== undefined);
  return z.record(z.string(), z.json()).parse(Object.fromEntries(entries));
}

const InForce = z.object({ policy: Digest.optional(), flags: Digest.optional(), posture: Posture.optional() });

function complete(result: StepResult, input: StepInput): StepOutcome {
  const inForce = InForce.parse(input);
  return {
    answer: result.answer,
    decision: result.decision,
    reasons: [...(result.reasons ?? [])],
    posture: result.posture ?? inForce.posture ?? null,
    policy: result.policy ?? inForce.policy ?? null,
    flags: result.flags ?? inForce.flags ?? null,
    run: result.run ?? {},
    ...(result.work === undefined ? {} : { work: result.work }),
  };
}

function sameInput<T extends { readonly input: Digest }>(remembered: T, key: string, traced: Digest): T {
  if (remembered.input === traced) return remembered;
  throw new Error(
    `step ${key} is remembered for the input ${remembered.input} and was invoked with ${traced}; ` +
      'where a state is entered again with another input, name the difference in `part`',
  );
}
