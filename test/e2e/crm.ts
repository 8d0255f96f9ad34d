import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { ENDED, Run, type RunStatus } from '../../core/model/run.ts';
import { TraceEntry } from '../../core/model/trace.ts';

export interface Asked {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}
export type Answer = Awaited<ReturnType<ReturnType<typeof crm>['call']>>;

const Trace = z.object({ head: z.string().nullable(), entries: z.array(TraceEntry), writtenAt: z.array(z.string()) });

/** What a CRM does with the API, over HTTP only. */
export function crm(url: string, token?: string) {
  const call = async (method: string, path: string, { headers = {}, body }: Asked = {}) => {
    const response = await fetch(new URL(path, url), {
      method,
      redirect: 'error',
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    const header = (name: string) => response.headers.get(name);
    const json = (header('content-type') ?? '').includes('json') && text !== '' ? JSON.parse(text) : undefined;
    return { status: response.status, header, text, json };
  };
  const expected = async (status: number, answer: ReturnType<typeof call>) => {
    const given = await answer;
    if (given.status !== status) throw new Error(`${given.status} instead of ${status}: ${given.text.slice(0, 1_000)}`);
    return given;
  };
  const ask = (portfolio: string, key: string, more: object = {}) =>
    call('POST', '/v1/runs', {
      headers: { 'idempotency-key': key },
      body: JSON.stringify({ portfolio, ...more }),
    });
  const run = async (id: string): Promise<Run> => Run.parse((await expected(200, call('GET', `/v1/runs/${id}`))).json);

  return {
    call,
    ask,
    run,
    put: async (id: string, portfolio: unknown) =>
      expected(200, call('PUT', `/v1/portfolios/${id}`, { body: JSON.stringify(portfolio) })),

    /** Puts the portfolio and asks for a run on it. */
    async start(portfolio: unknown, { key = 'key-1', more = {}, id = 'book' } = {}): Promise<Run> {
      await this.put(id, portfolio);
      return Run.parse((await expected(202, ask(id, key, more))).json);
    },

    /** The run, once it has one of these states. */
    async follow(id: string, ...statuses: readonly RunStatus[]): Promise<Run> {
      const end = Date.now() + FOLLOW_MS;
      for (;;) {
        const now = await run(id);
        if (statuses.includes(now.status)) return now;
        if (ENDED.includes(now.status) || Date.now() > end)
          throw new Error(`run is ${now.status} (${now.reason ?? 'no reason'}), not ${statuses.join(' or ')}`);
        await pause(150);
      }
    },

    read: async (id: string, part: string) => (await expected(200, call('GET', `/v1/runs/${id}/${part}`))).text,
    json: async (path: string): Promise<unknown> => (await expected(200, call('GET', path))).json,
    trace: async (id: string) => Trace.parse((await expected(200, call('GET', `/v1/runs/${id}/trace`))).json),
  };
}
export type Crm = ReturnType<typeof crm>;

/** A machine with much else to do needs this; a quiet one a hundredth. */
const FOLLOW_MS = 60_000;
