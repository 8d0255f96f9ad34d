/** One thing wrong with a plan: where, which rule, what was found, what would be right, and what to do about it. */
export interface Finding {
  /** RFC 6901 JSON pointer into the plan; '' is the whole plan. */
  readonly path: string;
  /** A rule of core/README.md. */
  readonly rule: string;
  readonly received: string;
  readonly expected: string;
  readonly remedy: string;
}

/** A finding before it knows its rule. */
export type Flaw = Omit<Finding, 'rule'>;

/** What a rule looked at, and what it found wrong. */
export interface Checked {
  readonly count: number;
  readonly flaws: readonly Flaw[];
}
