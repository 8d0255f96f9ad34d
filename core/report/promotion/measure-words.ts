import { percent } from '../amount.ts';

/** A measure in words: what it is, and a difference of it as somebody would say it. */
interface MeasureWords {
  readonly title: string;
  /** Of an absolute difference; the direction comes after it. */
  readonly size: (difference: number) => string;
  readonly less: string;
  readonly more: string;
}

const points = (difference: number) => `${rounded(difference * 100)} percentage points`;
const share = (of: string) => (difference: number) => `${percent(difference)}${of}`;

/** By the names of core/simulate/comparison/measures.ts; for all of them less is better. */
const WORDS: Readonly<Record<string, MeasureWords>> = {
  'expected-loss': { title: 'Value expected to be lost', size: share(''), less: 'less', more: 'more' },
  'tail-loss': {
    ...{ title: 'Loss in the worst quarters', less: 'less', more: 'more' },
    size: share(' of a mean quarter’s loss'),
  },
  'opt-outs': {
    ...{ title: 'Customers who object to contacts', less: 'fewer', more: 'more' },
    size: (difference) => `${rounded(difference)} a year`,
  },
  fatigue: {
    ...{ title: 'How tired of contacts customers are', less: 'less', more: 'more' },
    size: (difference) => `${rounded(difference)} contacts`,
  },
  'next-year-loss': {
    ...{ title: 'Loss carried into next year', less: 'less', more: 'more' },
    size: share(' of a year’s loss'),
  },
  'parity-shortfall': { title: 'Gap of the worst-served group', size: points, less: 'smaller', more: 'larger' },
  'moved-meetings': { title: 'Published meetings moved', size: points, less: 'fewer', more: 'more' },
};

export function measureTitle(name: string): string {
  return WORDS[name]?.title ?? name;
}

/** `3.8% less`, `10.1 percentage points fewer`, `no difference`. */
export function differenceWords(name: string, difference: number): string {
  const { size, less, more } = WORDS[name] ?? { size: rounded, less: 'less', more: 'more' };
  const said = size(Math.abs(difference));
  if (said === size(0)) return 'no difference';
  return `${said} ${difference < 0 ? less : more}`;
}

/** Two digits below one, one above. */
function rounded(value: number): string {
  return String(value < 1 ? Math.round(value * 100) / 100 : Math.round(value * 10) / 10);
}
