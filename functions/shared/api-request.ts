import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { PersonId, TenantId } from '../../core/model/ids.ts';

/** What there is none of is left out by some senders of this payload, and null with others. */
const Named = z
  .record(z.string(), z.string().optional())
  .nullish()
  .transform((named) => named ?? {});

/** The part of API Gateway's payload 2.0 that is used. */
export const ApiEvent = z.object({
  routeKey: z.string(),
  headers: Named,
  queryStringParameters: Named,
  pathParameters: Named,
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().default(false),
  requestContext: z.object({
    authorizer: z
      .object({
        lambda: z
          .object({ tenant: z.string().optional(), subject: z.string().optional(), scope: z.string().optional() })
          .nullish(),
      })
      .nullish(),
  }),
});
export type ApiEvent = z.infer<typeof ApiEvent>;

/** Who calls, as the authorizer verified it. */
export interface Caller {
  readonly tenant: TenantId;
  readonly subject: PersonId;
  readonly scopes: readonly string[];
}

export interface ApiRequest {
  readonly path: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly header: (name: string) => string | undefined;
  /** As received; see request-body.ts. */
  readonly body: Uint8Array;
  readonly correlation: string;
}
export interface BearerRequest extends ApiRequest {
  readonly caller: Caller;
}

export function requestOf(event: ApiEvent): ApiRequest {
  const headers = new Map(Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value]));
  return {
    path: event.pathParameters,
    query: event.queryStringParameters,
    header: (name) => headers.get(name),
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
    correlation: correlationOf(headers.get('x-correlation-id')),
  };
}

/** Undefined: no authorizer has verified this caller. */
export function callerOf(event: ApiEvent): Caller | undefined {
  const claims = event.requestContext.authorizer?.lambda;
  const tenant = TenantId.safeParse(claims?.tenant);
  const subject = PersonId.safeParse(claims?.subject);
  if (!tenant.success || !subject.success) return undefined;
  return { tenant: tenant.data, subject: subject.data, scopes: (claims?.scope ?? '').split(' ') };
}

/** The caller's id where it is harmless in logs and headers, otherwise a new one. */
function correlationOf(given: string | undefined): string {
  return given !== undefined && /^[A-Za-z0-9._:-]{1,128}$/.test(given) ? given : randomUUID();
}
