import { grouped, percent } from './amount.ts';
import { POSTURE_FACTS } from './posture-facts.ts';

/** As core/policy/posture-reasons.ts has it in the trace. */
const POSTURE = /^(\w+) (\S+) (reaches|not yet clearly below) (\S+): (.+)$/;
/** Of the same file: where the posture is another than before. */
const TRANSITION = /^posture (\w+) → (\w+)$/;
/** A number that stands for itself, not a part of an id, a time or a day. */
const NUMBER = /(?<![\w.:/+-])\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w.:/-]*\w)/g;

/** A reason of the trace for reading: the same facts in words, numbers as short as they can be told apart. The trace has all digits. */
export function stepReason(reason: string): string {
  const [, from, to] = TRANSITION.exec(reason) ?? [];
  if (to !== undefined) return `the posture goes from ${from} to ${to}`;
  const [, name, value, relation, threshold, rest] = POSTURE.exec(reason) ?? [];
  const [fact, words] = Object.entries(POSTURE_FACTS).find(([known]) => known === name) ?? [];
  if (fact === undefined || words === undefined) return reason.replaceAll(NUMBER, short);
  const told = (text: string | undefined) => (fact === 'failures' ? grouped(Number(text)) : percent(Number(text)));
  return `${lowered(words)}: ${told(value)} ${relation} ${told(threshold)}, ${rest}`;
}

/** Reasons stand within a sentence. */
function lowered(words: string): string {
  return `${words.charAt(0).toLowerCase()}${words.slice(1)}`;
}

function short(text: string): string {
  const value = Number(text);
  return Number.isInteger(value) ? (value < 10_000 ? text : grouped(value)) : String(Number(value.toPrecision(3)));
}
