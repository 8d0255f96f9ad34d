import { z } from 'zod';
import { Digest } from '../../../core/model/ids.ts';
import { Promotion as PromotionRecord } from '../../../core/model/promotion.ts';
import { Run } from '../../../core/model/run.ts';
import { TraceEntry } from '../../../core/model/trace.ts';
import { DOMAINS } from '../../../core/trace/domains.ts';
import { InputError } from '../input-error.ts';
import type { Document } from './documents.ts';
import { ExportedAnchors, type RunManifest } from './layout.ts';

const Trace = z.object({
  run: z.string(),
  head: Digest.nullable(),
  entries: z.array(TraceEntry),
  writtenAt: z.array(z.string()),
});
const Promotion = z.object({ promotion: PromotionRecord, trace: z.array(TraceEntry) });
const Decisions = z.object({
  decisions: z.array(
    z.object({ document: Digest, reason: z.object({ state: z.enum(['none', 'kept', 'erased', 'foreign']) }) }),
  ),
});
/** Attempts to see run and trace at one moment, while the run goes on. */
const ATTEMPTS = 5;

/** What is exported: a run, or a promotion. */
export interface Exported {
  readonly kind: 'run' | 'promotion';
  readonly id: string;
}

/** The routes an export needs. @throws InputError naming the request and the problem the API answered */
export function apiClient(base: string, token: string, { kind, id }: Exported) {
  const get = async (path: string): Promise<Response> => {
    const url = new URL(`/v1/${kind}s/${encodeURIComponent(id)}${path}`, base);
    return fetch(url, { headers: { authorization: `Bearer ${token}` }, redirect: 'error' }).catch((error: unknown) => {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      throw new InputError(`${url.href} cannot be reached: ${cause}`);
    });
  };
  const expected = async (answer: Response): Promise<Response> => {
    if (answer.ok) return answer;
    throw new InputError(`${answer.url} answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
  };
  const json = async <T>(path: string, contract: z.ZodType<T>): Promise<T> =>
    contract.parse(await (await expected(await get(path))).json());

  return {
    async runAndTrace() {
      for (let attempt = 1; ; attempt += 1) {
        const trace = await json('/trace', Trace);
        const record = await json('', Run);
        if ((record.traceHead ?? null) === trace.head || attempt === ATTEMPTS) return { run: record, trace };
      }
    },

    /** One answer, so of one moment. */
    promotionAndTrace: async () => {
      const { promotion, trace: entries } = await json('', Promotion);
      return { promotion, trace: { head: promotion.traceHead ?? null, entries } };
    },

    async evidence(digest: Digest): Promise<Document | undefined> {
      const answer = await get(`/evidence/${digest}`);
      if (answer.status === 404) return undefined;
      const domain = z.enum(DOMAINS).parse((await expected(answer)).headers.get('x-evidence-domain'));
      return { domain, text: await answer.text() };
    },

    /** What became of each reason; the text itself is not taken along. */
    async decisions(): Promise<RunManifest['decisions']> {
      const { decisions } = await json('/decisions', Decisions);
      return decisions.map(({ document, reason }) => ({ document, reason: reason.state }));
    },

    /** Undefined: it is not anchored yet. */
    async anchors(): Promise<ExportedAnchors | undefined> {
      const answer = await get('/anchor');
      return answer.status === 404 ? undefined : ExportedAnchors.parse(await (await expected(answer)).json());
    },
  };
}
