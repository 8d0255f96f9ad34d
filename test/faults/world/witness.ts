import type { Invocation } from './calls.ts';
import type { Mail, Witness } from './services.ts';
import { fields, type Written } from './tables.ts';

/** The rules no schedule may break. */
export const INVARIANTS = {
  'one-commit': 'a run commits at most once',
  'head-forward': 'the version of the plan head never moves backward, and moves by one',
  'back-to-before': 'a rollback puts back what was in force before the commit it undoes',
  'events-kept': 'no event is lost, and none has two ids',
  'one-decision': 'no decision is applied twice, and none is undone',
  'right-to-commit': 'a plan is committed only by a run that may: its flags, its gate, no stop',
  'chain-valid': 'the chain of every run verifies',
  'ended-named': 'every run ends in a named state',
  'flags-not-looser': 'nothing the product does allows more than the flags before',
  'decision-heard': 'a decision that stands is told to the state that waits for it',
  'crm-as-plan':
    'what the CRM was told, in whatever order, is the plan in force, and nothing is about a meeting it never heard of',
  'objection-held': 'no calendar shows a meeting with somebody who objected',
  'mail-once': 'no mail is sent twice where nothing failed in between',
  'lock-released': 'the place of the tenant is free when its runs have ended',
  answered: 'whoever asks until they are answered is answered',
  'no-crash': 'nothing throws where nobody catches it',
} as const;
export type Invariant = keyof typeof INVARIANTS;
export interface Broken {
  readonly invariant: Invariant;
  readonly detail: string;
}

const MODES = ['off', 'shadow', 'canary', 'on'];

/** Watches every write as it happens: what is only wrong for a moment is wrong too. */
export function witnessOf(broken: (invariant: Invariant, detail: string) => void) {
  const commits = new Map<string, number>();
  /** Plans in force, one over the other, the last one now. */
  const stack: string[] = [];
  const mails = new Map<string, Invocation[]>();
  const verdicts = new Map<string, string>();
  const started: { run: string; input: string }[] = [];
  const inbox: Mail[] = [];

  const head = ({ before, after }: Written, by: Invocation) => {
    const [old, now] = [fields(before?.['record']), fields(after?.['record'])];
    const [from, to] = [Number(old['version'] ?? 0), Number(now['version'] ?? 0)];
    // Barring a run that is over changes nothing of what is in force.
    if (to === from && JSON.stringify(now['current']) === JSON.stringify(old['current'] ?? null)) return;
    if (to !== from + 1) broken('head-forward', `the head went from version ${from} to ${to} in ${by.name}`);
    const current = fields(now['current']);
    const [run, plan] = [String(current['run'] ?? ''), String(current['plan'] ?? '')];
    // A meeting of the plan in force is called off: the version alone moves.
    if (JSON.stringify(now['current']) === JSON.stringify(old['current'] ?? null)) return;
    if (now['rolledBack'] !== null) {
      stack.pop();
      if (plan !== (stack.at(-1) ?? '')) broken('back-to-before', `${by.name} put back ${plan}, not ${stack.at(-1)}`);
      return;
    }
    stack.push(plan);
    const times = (commits.get(run) ?? 0) + 1;
    commits.set(run, times);
    if (times > 1) broken('one-commit', `${run} was committed ${times} times`);
    if (fields(fields(by.flags)['stop'])['enabled'] === true)
      broken('right-to-commit', `${run} was committed by a step that had read the stop flag`);
  };

  const gate = ({ pk, before, after }: Written) => {
    const [old, now] = [fields(before?.['record']), fields(after?.['record'])];
    if (old['verdict'] !== undefined && old['verdict'] !== null && now['verdict'] !== old['verdict'])
      broken('one-decision', `${pk}: ${String(old['verdict'])} became ${String(now['verdict'])}`);
    const [told, tell] = [decisionsOf(old), decisionsOf(now)];
    if (told.some((one, at) => JSON.stringify(one) !== JSON.stringify(tell[at])))
      broken('one-decision', `${pk}: a decision was changed or is gone`);
    if (old['state'] === 'decided' && tell.length > told.length)
      broken('one-decision', `${pk}: a decision was taken after the gate was decided`);
    const approvers = tell.map((one) => String(one['approver']));
    if (new Set(approvers).size < approvers.length) broken('one-decision', `${pk}: somebody decided twice`);
  };

  const witness: Witness = {
    wrote(written, by) {
      if (written.table === 'heads' && written.sk === 'plan') head(written, by);
      if (written.table === 'gates' && written.sk.startsWith('gate#')) gate(written);
      if (written.table === 'traces' && written.before !== undefined)
        broken('chain-valid', `${written.pk} ${written.sk} was written over`);
    },
    mailed(mail) {
      inbox.push(mail);
      const key = `${mail.to} ${mail.subject} ${mail.link}`;
      const before = mails.get(key) ?? [];
      const quiet = before.filter((one) => !one.disturbed);
      if (before.length > 0 && quiet.length === before.length && !mail.by.disturbed)
        broken('mail-once', `${mail.subject} to ${mail.to} by ${mail.by.name}, sent before`);
      mails.set(key, [...before, mail.by]);
    },
    deployed(profile, values, before, unseen) {
      // What nobody could see is put right afterwards: the end shows whether it was.
      if (profile !== 'flags' || before === undefined || unseen) return;
      if (looser(fields(values), fields(before)))
        broken('flags-not-looser', `${JSON.stringify(before)} became ${JSON.stringify(values)}`);
    },
    stopped(profile, coming, before) {
      if (profile === 'flags' && stops(fields(coming)) && !stops(fields(before)))
        broken('flags-not-looser', `the stop on its way in ${JSON.stringify(coming)} was stopped`);
    },
    answered(gate, output) {
      const known = verdicts.get(gate);
      if (known !== undefined && known !== output) broken('one-decision', `${gate} was told ${known}, then ${output}`);
      verdicts.set(gate, output);
    },
    started: (run, input) => void started.push({ run, input }),
  };
  return { witness, commits, started, inbox };
}

/** Whether flags allow anything more than others; while the stop is set, they allow nothing at all. */
export function looser(now: ReturnType<typeof fields>, then: ReturnType<typeof fields>): boolean {
  if (stops(now)) return false;
  const mode = (flags: typeof now) => MODES.indexOf(String(fields(flags['scheduling'])['mode']));
  return stops(then) || mode(now) > mode(then);
}

function stops(flags: ReturnType<typeof fields>): boolean {
  return fields(flags['stop'])['enabled'] === true;
}

function decisionsOf(gate: ReturnType<typeof fields>): ReturnType<typeof fields>[] {
  const decisions = gate['decisions'];
  return Array.isArray(decisions) ? decisions.map(fields) : [];
}
