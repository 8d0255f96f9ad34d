import type { Run } from '../model/run.ts';
import type { TraceEntry } from '../model/trace.ts';
import { count, grouped, money, percent } from './amount.ts';
import { RUN_WORDS } from './run-words.ts';
import { stepReason } from './step-reason.ts';

type Step = Pick<TraceEntry, 'step' | 'decision' | 'reasons'>;
type Said = Pick<Run, 'proposed'>;

/**
 * A step of a run as a sentence for people: what happened and why, with no number of the machinery. Figures are read from the
 * reasons of the entry, since nothing else has them for each attempt: beside them an entry holds digests, the run's record
 * has the figures of the last plan alone, and plans would have to be read for every look at a page. A field for them in
 * trace/1 would be hashed with the entry, so every verifier of older code had to refuse it. A reason worded otherwise gives a
 * sentence without figures, never a wrong one.
 */
export function stepSentence(entry: Step, run: Said): string {
  const [, name = entry.step] = /^\d+\/([^/]+)/.exec(entry.step) ?? [];
  const told = SENTENCES[name]?.(entry, run);
  if (told !== undefined) return told;
  const reasons = shown(entry.reasons).map(stepReason);
  return `${sentence(entry.decision.replaceAll('-', ' '))}${reasons.length > 0 ? ` ${sentence(reasons.join('; '))}` : ''}`;
}

const SENTENCES: Readonly<Record<string, (entry: Step, run: Said) => string>> = {
  preflight: ({ decision, reasons }) =>
    decision === 'go'
      ? 'Portfolio, policy and flags are fit to plan with.'
      : because('A check before planning said no', reasons),
  score: ({ reasons }) => {
    const [accounts, bad, reserved] = ['accounts', 'bad data', 'reserved'].map((name) => numberAfter(reasons, name));
    if (accounts === undefined) return 'Every account has its chance of loss.';
    const doubtful = bad === undefined || bad === 0 ? '' : `, ${percent(bad)} of them from doubtful data`;
    const lot = reserved === undefined || reserved === 0 ? '' : `; ${grouped(reserved)} are reserved by lot`;
    return `${count(accounts, 'account')} with a chance of loss${doubtful}${lot}.`;
  },
  'assess-posture': ({ decision, reasons }) => {
    // As core/policy/posture-reasons.ts has it.
    const from = reasons.flatMap((reason) => /^posture (\w+) → /.exec(reason)?.[1] ?? []);
    const before = from.length === 0 ? '' : `, and was ${from[0]} before`;
    return because(`Before planning, the posture is ${decision}${before}`, reasons.slice(from.length));
  },
  'guard-budget': ({ decision, reasons }) =>
    decision === 'go'
      ? because('The run fits its budget', reasons)
      : because('The run would exceed its budget', reasons),
  'split-blocks': ({ reasons }) => {
    const from = reasons.some((reason) => reason.startsWith('from the published plan'))
      ? ' Little changed since the plan in force, so planning went on from it.'
      : '';
    return `Reps and engagements that share nobody were parted, to be planned side by side.${from}`;
  },
  'merge-shards': ({ decision, reasons }, { proposed }) => {
    if (decision === 'again' && reasons.some((reason) => reason.startsWith('anew: ')))
      return 'Values have changed too much to go on from the plan in force: planning begins anew.';
    if (decision === 'again') return 'A first plan was put together; the next round weighs the bad case by it.';
    const [, objective, bound] = /^objective (-?\d+), bound (-?\d+)$/m.exec(reasons.join('\n')) ?? [];
    if (proposed === undefined || objective === undefined) return 'The plan was put together.';
    const { currency } = proposed;
    return `The plan was put together: it protects ${money(Number(objective), currency)}, and no plan can protect more than ${money(Number(bound), currency)}.`;
  },
  audit: ({ decision, reasons }) =>
    decision === 'passed'
      ? 'The independent checker found every rule kept and every figure right.'
      : because('The independent checker refused the plan', reasons),
  route: ({ decision, reasons }) => because(WHO[decision] ?? decision, affected(reasons)),
  'request-decision': ({ reasons }) => {
    const [, quorum, asked] = /(\d+) of (\d+) approvers/.exec(reasons.join(' ')) ?? [];
    if (asked === undefined) return 'Approvers were asked by mail.';
    return `${count(Number(asked), 'approver')} ${asked === '1' ? 'was' : 'were'} asked by mail; ${grouped(Number(quorum))} must approve.`;
  },
  decision: ({ step, decision }) => `${step.split('/')[2] ?? 'Somebody'} ${VERDICTS[decision] ?? decision}.`,
  commit: ({ decision, reasons }) =>
    decision === 'committed' ? 'The plan was put in force.' : because('The plan was not put in force', reasons),
  publish: () => 'Calendars were renewed, and the CRM was told.',
  handoff: ({ decision, reasons }) =>
    because(
      decision === 'done' ? 'Report, scorecard and what stays to be done were written' : ended(decision),
      reasons,
    ),
  escalate: ({ decision, reasons }) => because(`${ended(decision)}; oversight was told`, reasons),
};

/** What a person decided, as the verb of a sentence. */
export const VERDICTS: Readonly<Record<string, string>> = {
  approve: 'approved',
  reject: 'rejected',
  changes: 'asked for changes',
};

const WHO: Readonly<Record<string, string>> = {
  autonomous: 'No person needs to decide',
  'one-approver': 'One approver has to decide',
  'two-approvers': 'Two approvers have to decide',
  blocked: 'The plan goes no further',
  shadow: 'The plan is reported and has no effect',
};

const AFFECTED: Readonly<Record<string, string>> = {
  'vulnerable-passed-over': 'vulnerable and passed over',
  'mandatory-dropped': 'mandatory and without a place',
  starved: 'passed over once more',
};
/** Most reasons told of one step; the trace has them all. */
const LISTED = 6;
/** Who is named of each way to be affected; the trace names all. */
const NAMED = 3;

/** Who is affected in which way, each way once; the row of the table is for engineers. */
function affected(reasons: readonly string[]): readonly string[] {
  const groups = new Map<string, string[]>();
  const others: string[] = [];
  for (const reason of reasons) {
    const [kind = '', subject] = reason.split(' ');
    const way = AFFECTED[kind];
    if (way === undefined || subject === undefined)
      others.push(reason.replace(/ \(row \d+ of the routing table\)$/, ''));
    else groups.set(way, [...(groups.get(way) ?? []), subject]);
  }
  return [
    ...others,
    ...[...groups].map(([way, subjects]) => {
      const more = subjects.length - NAMED;
      return `${way}: ${subjects.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${grouped(more)} more` : ''}`;
    }),
  ];
}

function because(what: string, reasons: readonly string[]): string {
  const all = shown(reasons).map(stepReason);
  const more = all.length - LISTED;
  const told = more > 0 ? [...all.slice(0, LISTED), `${grouped(more)} more`] : all;
  return sentence(told.length === 0 ? what : `${what}: ${told.join('; ')}`);
}

/** Digests are for machines. */
function shown(reasons: readonly string[]): readonly string[] {
  return reasons.filter((reason) => !reason.includes('sha256:'));
}

function ended(decision: string): string {
  const [, words] = Object.entries(RUN_WORDS).find(([status]) => status === decision) ?? [];
  return words?.title ?? decision.replaceAll('-', ' ');
}

function numberAfter(reasons: readonly string[], name: string): number | undefined {
  const found = reasons.find((reason) => reason.startsWith(`${name} `));
  const value = Number(found?.slice(name.length + 1));
  return found === undefined || Number.isNaN(value) ? undefined : value;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}
