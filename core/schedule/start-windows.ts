import { type Cap, capsOf } from '../calendar/contact-cap.ts';
import { type ContactContext, contactWindows } from '../calendar/contact-windows.ts';
import type { Interval } from '../calendar/interval.ts';
import { kept } from '../calendar/kept.ts';
import { epochMinutes, firstMinuteFrom, type Minute } from '../calendar/minute.ts';
import { packs } from '../calendar/packs.ts';
import { touchBlocks } from '../calendar/touch-blocks.ts';
import type { Policy } from '../model/policy.ts';
import type { Account, Engagement, Portfolio } from '../model/portfolio.ts';
import { SequenceNumbers } from '../numeric/sequence-numbers.ts';
import { NONE } from './places.ts';

/** Where the customer's side allows a meeting, before any rep is looked at. */
export interface StartWindows {
  /** The meeting lies wholly inside one of these. */
  readonly windows: readonly Interval[];
  /** Starts that the ledger and pinned touches of the account forbid. */
  readonly blocked: readonly Interval[];
  /** No start before this minute. */
  readonly earliest: Minute;
  /** Equal numbers have equal windows and blocks. */
  readonly number: number;
  /** The rule that refuses the whole engagement, if one does. */
  readonly refused: 'objection' | 'consent' | 'silence' | null;
}

const CLOSED: readonly Interval[] = [];

/** Weak: nothing of a portfolio is kept once it is let go. */
const sources = new WeakMap<Portfolio, { readonly policy: Policy; readonly source: StartWindowSource }>();

/** The same source for the same portfolio and policy: planning asks it, and then the explanations. */
export function startWindowSource(portfolio: Portfolio, policy: Policy): StartWindowSource {
  const last = sources.get(portfolio);
  if (last?.policy === policy) return last.source;
  const source = new StartWindowSource(portfolio, policy);
  sources.set(portfolio, { policy, source });
  return source;
}

/** Answers for the engagements of one portfolio. */
export class StartWindowSource {
  readonly #context: ContactContext;
  readonly #policy: Policy;
  readonly #standing: ReadonlyMap<string, readonly Minute[]>;
  /** The calendar gives equal answers as the same array; where no touch stands, so are these. */
  readonly #free = new Map<readonly Interval[], StartWindows>();
  /** By number of the windows alone and blocks; of the windows alone by their place in `#free`. */
  readonly #numbers = new SequenceNumbers();
  readonly #earliest: Minute;
  /** By what they depend on: whether the account is a consumer, and its places. */
  readonly #capsOfConsumers = new Map<string, readonly Cap[]>();
  readonly #capsOfBusinesses = new Map<string, readonly Cap[]>();

  constructor(portfolio: Portfolio, policy: Policy) {
    this.#context = { asOf: portfolio.asOf, horizon: portfolio.horizon, policy, packs };
    this.#policy = policy;
    this.#standing = standingTouches(portfolio);
    this.#earliest = firstMinuteFrom(portfolio.asOf);
  }

  of(account: Account, engagement: Engagement): StartWindows {
    const answer = contactWindows(account, engagement, this.#context);
    const free = this.#freeIn(answer.ok ? answer.windows : CLOSED);
    const standing = this.#standing.get(account.id);
    if (answer.ok && standing === undefined) return free;
    const blocked =
      standing === undefined
        ? CLOSED
        : touchBlocks(standing, this.capsOf(account), this.#policy.contact.minimumGapHours);
    const number = this.#numbers.of([free.number, ...blocked.flatMap(({ from, to }) => [from, to])]);
    return { ...free, blocked, number, refused: answer.ok ? null : answer.rule };
  }

  #freeIn(windows: readonly Interval[]): StartWindows {
    const known = this.#free.get(windows);
    if (known !== undefined) return known;
    const number = this.#numbers.of([NONE, this.#free.size]);
    const free = { windows, blocked: CLOSED, earliest: this.#earliest, number, refused: null };
    this.#free.set(windows, free);
    return free;
  }

  /** Touches of the account that stand whatever is planned: ledger and pinned. */
  standing(account: Account): readonly Minute[] {
    return this.#standing.get(account.id) ?? [];
  }

  capsOf(account: Account): readonly Cap[] {
    let key: string = account.jurisdiction;
    for (const { jurisdiction } of account.alternatives) key += ` ${jurisdiction}`;
    const known = account.contact.consumer ? this.#capsOfConsumers : this.#capsOfBusinesses;
    return kept(known, key, () => capsOf(account, this.#policy, packs));
  }
}

function standingTouches(portfolio: Portfolio): ReadonlyMap<string, readonly Minute[]> {
  const touches = new Map<string, Minute[]>();
  const add = (account: string, at: Minute): void => {
    const known = touches.get(account);
    if (known === undefined) touches.set(account, [at]);
    else known.push(at);
  };
  for (const { account, at } of portfolio.ledger) add(account, epochMinutes(at));
  for (const { account, pinned } of portfolio.engagements)
    if (pinned !== null) add(account, epochMinutes(pinned.start));
  for (const list of touches.values()) list.sort((a, b) => a - b);
  return touches;
}
