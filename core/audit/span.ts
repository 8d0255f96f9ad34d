/** Epoch minutes `[from, to)`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Union in order; spans that touch become one. */
export function merged(spans: readonly Span[]): readonly Span[] {
  const result: { from: number; to: number }[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    if (span.from >= span.to) continue;
    const last = result.at(-1);
    if (last !== undefined && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else result.push({ ...span });
  }
  return result;
}

/** What two sorted, disjoint lists have in common. */
export function common(a: readonly Span[], b: readonly Span[]): readonly Span[] {
  return a.flatMap((x) =>
    b.flatMap((y) => {
      const span = { from: Math.max(x.from, y.from), to: Math.min(x.to, y.to) };
      return span.from < span.to ? [span] : [];
    }),
  );
}

/** What is left of `whole` without `taken`. */
export function without(whole: readonly Span[], taken: readonly Span[]): readonly Span[] {
  return taken.reduce<readonly Span[]>(
    (left, hole) =>
      left.flatMap((span) =>
        hole.to <= span.from || span.to <= hole.from
          ? [span]
          : [
              { from: span.from, to: hole.from },
              { from: hole.to, to: span.to },
            ].filter(({ from, to }) => from < to),
      ),
    whole,
  );
}

export function length(spans: readonly Span[]): number {
  return spans.reduce((sum, { from, to }) => sum + to - from, 0);
}

export function inside(spans: readonly Span[], from: number, to: number): boolean {
  return spans.some((span) => span.from <= from && to <= span.to);
}
