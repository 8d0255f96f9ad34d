import { clock } from './clock.ts';
import type { Invoke, Later } from './functions.ts';
import type { Random } from './random.ts';
import type { Mail, Services } from './services.ts';
import { fields } from './tables.ts';
import type { Invariant } from './witness.ts';

export const TENANT = 'acme';
const SCOPES = 'outcomes:write portfolios:write runs:write runs:read runs:stop rollbacks:write';
const SECOND = 1_000;
/** How often those who want an answer ask; the last hours of it after all faults have ended. */
const PATIENCE = 40;

export interface Around {
  readonly invoke: Invoke;
  readonly services: Services;
  readonly random: Random;
  /** Share of requests sent twice. */
  readonly duplicates: number;
  /** Calls back in so many milliseconds, whatever dies in between. */
  readonly later: Later;
  readonly say: (invariant: Invariant, detail: string) => void;
}

/** What people do in a schedule: ask for runs, decide, stop, change flags, roll back. */
export function peopleOf(around: Around) {
  const { invoke, services, random, later, say } = around;
  let correlations = 0;

  /** A client that asks again until it has an answer that is none of ours to mend; a person may leave it at that. */
  const request = async (name: string, routeKey: string, asked: Asked, patience = PATIENCE): Promise<void> => {
    correlations += 1;
    const event = apiEvent(routeKey, asked, `c-${correlations}`);
    for (let attempt = 0; attempt < patience; attempt += 1) {
      const answer = await invoke(name, event).catch(() => undefined);
      const status = Number(fields(answer)['statusCode'] ?? 503);
      if ([400, 401].includes(status)) say('answered', `${routeKey} was refused: ${JSON.stringify(answer)}`);
      if (status < 500) return;
      if (attempt === PATIENCE - 1)
        say('answered', `${routeKey} was asked ${PATIENCE} times, at last ${JSON.stringify(answer)}`);
      await new Promise<void>((done) => later(2_000 + attempt * 20_000, done));
    }
  };
  const send = (name: string, routeKey: string, asked: Asked, patience?: number): void => {
    void request(name, routeKey, asked, patience);
    if (random.chance(around.duplicates)) later(random.below(3_000), () => void request(name, routeKey, asked));
  };

  const habit = random.pick(['approve', 'approve', 'approve', 'reject', 'changes', 'nothing', 'both'] as const);
  const decide = (link: string, verdict: 'approve' | 'reject' | 'changes') => {
    const reference = link.slice(link.lastIndexOf('/') + 1);
    const plan = planOf(reference);
    const reason = verdict === 'approve' ? '' : 'not like this';
    const body = { verdict, reason, plan, confirmed: true };
    send(
      'decide',
      'POST /v1/decisions/{reference}',
      { path: { reference }, body },
      random.pick([1, PATIENCE] as const),
    );
  };

  return {
    start(key: string): void {
      const headers = { 'idempotency-key': key };
      const author = random.chance(0.3) ? { author: 'zoe' } : {};
      send('start-run', 'POST /v1/runs', { headers, body: { portfolio: 'book', ...author } });
    },

    /** Whoever gets a mail that asks for a decision takes it, in their time; or not; or two at once, each another one. */
    read({ link }: Mail): void {
      if (!link.includes('/v1/decisions/') || habit === 'nothing') return;
      const verdict = habit === 'both' ? random.pick(['approve', 'reject', 'changes'] as const) : habit;
      const delay = random.pick([0, 5, 60, 200, 700] as const) * SECOND;
      later(delay, () => decide(link, verdict));
      if (random.chance(0.2))
        later(delay + random.below(90) * SECOND, () => decide(link, random.pick(['approve', 'reject'])));
    },

    stop(run: string): void {
      send('stop-run', 'POST /v1/runs/{id}/stop', { path: { id: run }, body: { reason: 'no longer wanted' } });
    },

    rollBack(run?: string): void {
      const headers = { 'idempotency-key': `rollback-${clock.time}` };
      const body = { reason: 'calls were wrong', ...(run === undefined ? {} : { run }) };
      send('roll-back', 'POST /v1/rollbacks', { headers, body }, random.pick([1, PATIENCE] as const));
    },

    upload(portfolio: unknown): Promise<void> {
      return request('put-portfolio', 'PUT /v1/portfolios/{id}', { path: { id: 'book' }, body: portfolio });
    },

    /** A customer wants no more contact, and whoever heard of it tells until it is heard. */
    object(account: string): void {
      const outcome = { contract: 'outcome/1', kind: 'opted-out', account, at: '2026-11-23T06:00:00Z' };
      void request('put-outcomes', 'POST /v1/outcomes', { body: { contract: 'outcomes/1', outcomes: [outcome] } });
    },

    flags(stop: boolean, mode: string): void {
      services.config.set('flags', flagsOf(stop, mode), random.pick([0, 0, 20_000] as const));
    },

    /** While a rollback is about to, with what they think is right. */
    flagsInBetween(): void {
      const wanted = flagsOf(random.chance(0.6), random.pick(['on', 'shadow', 'off'] as const));
      services.config.set('flags', wanted, random.pick([0, 0, 20_000] as const));
    },
  };
}

export function flagsOf(stop: boolean, mode: string) {
  return { scheduling: { enabled: mode !== 'off', mode, share: 1 }, stop: { enabled: stop } };
}

interface Asked {
  readonly path?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

function apiEvent(routeKey: string, { path, headers, body }: Asked, correlation: string) {
  return {
    version: '2.0',
    routeKey,
    headers: { 'content-type': 'application/json', 'x-correlation-id': correlation, ...headers },
    ...(path === undefined ? {} : { pathParameters: path }),
    requestContext: { authorizer: { lambda: { tenant: TENANT, subject: 'ana', scope: SCOPES } } },
    body: JSON.stringify(body),
    isBase64Encoded: false,
  };
}

function planOf(reference: string): string {
  const claims: unknown = JSON.parse(Buffer.from(reference.split('.')[3] ?? '', 'base64url').toString());
  return String(fields(claims)['plan']);
}
