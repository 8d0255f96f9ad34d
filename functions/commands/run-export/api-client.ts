import { z } from 'zod';
import { Digest } from '../../../core/model/ids.ts';
import { Promotion as PromotionRecord } from '../../../core/model/promotion.ts';
import { Run } from '../../../core/model/run.ts';
import { TraceEntry } from '../../../core/model/trace.ts';
import { inert } from '../../../core/report/inert.ts';
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
  if (!/^https?:\/\//.test(base) || !URL.canParse(base))
    throw new InputError(
      `--url takes the address of the API, such as https://api.example: received ${JSON.stringify(base)}`,
      {
        usage: true,
      },
    );
  const get = async (path: string): Promise<Response> => {
    const url = new URL(`/v1/${kind}s/${encodeURIComponent(id)}${path}`, base);
    return fetch(url, { headers: { authorization: `Bearer ${token}` }, redirect: 'error' }).catch((error: unknown) => {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      throw new InputError(`${url.href} cannot be reached: ${cause}; check --url, its port too, and that the API runs`);
    });
  };
  const expected = async (answer: Response): Promise<Response> => {
    if (answer.ok) return answer;
    const scope = kind === 'run' ? 'runs:read' : 'policies:read';
    throw new InputError(
      `${answer.url} answered ${answer.status}: ${refusal(answer.status, await answer.text(), scope)}`,
    );
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

/** What the API said, where it said why, and what to do about it; a gateway before the API gives no reason. */
function refusal(status: number, text: string, scope: string): string {
  const problem = Explained.safeParse(jsonOf(text));
  const why = problem.success ? inert(problem.data.detail) : inert(text.slice(0, 300));
  const remedy = remedyOf(status, scope);
  return remedy === undefined ? why : `${problem.success ? `${why.replace(/[.;]?$/, ';')} ` : ''}${remedy}`;
}

const Explained = z.looseObject({ detail: z.string() });

function remedyOf(status: number, scope: string): string | undefined {
  if (status === 401)
    return 'API_TOKEN is not a token this API takes, or it has expired: get a new one from the issuer';
  if (status === 403) return `the token in API_TOKEN may not read this: get one with the scope ${scope}, of its tenant`;
  if (status === 404) return 'check the id, and that the token is of the tenant it belongs to';
  return undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
