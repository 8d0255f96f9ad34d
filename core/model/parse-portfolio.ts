import { forbiddenContent, parse } from './parse.ts';
import { Account, Engagement, Portfolio, Rep, Touch } from './portfolio.ts';
import { portfolioRules } from './portfolio-rules.ts';
import type { Parsed, Violation } from './violation.ts';

/**
 * Parses a portfolio/1 document. Violations of the shape and of the rules between records are listed together: where
 * some records are malformed, the rules still run over the others, with references resolved against every id received.
 */
export function parsePortfolio(body: unknown): Parsed<Portfolio> {
  const whole = parse(Portfolio, body);
  if (whole.ok) {
    const broken = portfolioRules(whole.value);
    return broken.length === 0 ? whole : { ok: false, violations: broken };
  }
  if (whole.violations.some((violation) => violation.rule === 'depth.maximum')) return whole;
  return { ok: false, violations: [...whole.violations, ...rulesOverSoundRecords(body)] };
}

function rulesOverSoundRecords(body: unknown): Violation[] {
  if (typeof body !== 'object' || body === null) return [];
  const received = new Map<string, unknown>(Object.entries(body));
  const sound = <T>(key: string, read: (value: unknown) => Parsed<T>) => {
    const list = received.get(key);
    const values = Array.isArray(list) ? list : [];
    return values.map((value: unknown) => {
      const parsed = forbiddenContent(value).length > 0 ? undefined : read(value);
      return parsed?.ok ? parsed.value : undefined;
    });
  };
  const head = parse(Portfolio.pick({ asOf: true, equityGroups: true }).strip(), strip(received));
  return portfolioRules({
    ...(head.ok ? head.value : {}),
    accounts: sound('accounts', (value) => parse(Account, value)),
    engagements: sound('engagements', (value) => parse(Engagement, value)),
    reps: sound('reps', (value) => parse(Rep, value)),
    ledger: sound('ledger', (value) => parse(Touch, value)),
    received: {
      accounts: ids(received.get('accounts')),
      reps: ids(received.get('reps')),
      engagements: ids(received.get('engagements')),
    },
  });
}

function strip(received: ReadonlyMap<string, unknown>): Record<string, unknown> {
  return {
    asOf: received.get('asOf'),
    horizon: received.get('horizon'),
    equityGroups: received.get('equityGroups') ?? [],
  };
}

/** Every id received, also of malformed records: a reference to one of them is not dangling. */
function ids(list: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  for (const record of Array.isArray(list) ? list : []) {
    const id: unknown =
      typeof record === 'object' && record !== null ? Object.getOwnPropertyDescriptor(record, 'id')?.value : undefined;
    if (typeof id === 'string') found.add(id);
  }
  return found;
}
