/**
 * When a schedule is due: a pattern for croner (options `alternativeWeekdays`, as in AWS Sunday is 1 and Saturday 7, and
 * `sloppyRanges`, for starts without a range such as `0/15`), a fixed pace, or one instant.
 */
export type Due =
  | { readonly kind: 'cron'; readonly pattern: string }
  | { readonly kind: 'rate'; readonly seconds: number }
  | { readonly kind: 'at'; readonly instant: string };

const UNITS: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3600, day: 86_400 };

/**
 * Reads `cron(minute hour day month weekday year)`, `rate(n unit)` and `at(yyyy-mm-ddThh:mm:ss)`.
 * @throws Error naming the expression
 */
export function readSchedule(expression: string): Due {
  const [, kind = '', inner = ''] = /^(cron|rate|at)\((.+)\)$/.exec(expression.trim()) ?? [];
  if (kind === 'at') return { kind, instant: inner };
  if (kind === 'rate') {
    const [, count = '', unit = ''] = /^(\d+)\s+(\w+?)s?$/.exec(inner) ?? [];
    const seconds = Number(count) * (UNITS[unit] ?? Number.NaN);
    if (seconds > 0) return { kind, seconds };
  }
  if (kind === 'cron') {
    const [minute, hour, day, month, weekday, year, ...rest] = inner.trim().split(/\s+/);
    if (minute && hour && day && month && weekday && year && rest.length === 0) {
      const lastDay = weekday === 'L' ? '7' : weekday;
      return { kind, pattern: ['0', minute, hour, day, month, lastDay, year].join(' ').replaceAll('?', '*') };
    }
  }
  throw new Error(
    `schedule "${expression}" cannot be read; expected cron(m h dom mon dow year), rate(n unit) or at(time)`,
  );
}
