import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isObject, type Json, type JsonObject, parseJson } from './json.ts';

/** One request to an AWS service, its body read. */
export type AwsRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
};

export type AwsAnswer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** text and buffers go out as they are, anything else as JSON */
  readonly body?: Json | Buffer;
};

export type AwsService = (request: AwsRequest) => Promise<AwsAnswer> | AwsAnswer;

/** A refusal a caller is meant to see: the code is the exception's name in the SDK. */
export class AwsError extends Error {
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = code;
    this.status = status;
  }
}

/**
 * One endpoint for all services. Which one is meant stands in the signature's credential scope
 * (`Credential=id/date/region/<service>/aws4_request`); the signature itself is not checked.
 */
export function awsEndpoint(services: Readonly<Record<string, AwsService>>): Server {
  return createServer(async (incoming, outgoing) => {
    const url = new URL(incoming.url ?? '/', 'http://aws.local');
    const scope = /Credential=[^/]+\/[^/]+\/[^/]+\/([^/]+)\//.exec(incoming.headers.authorization ?? '')?.[1] ?? '';
    try {
      const service = services[scope];
      if (service === undefined) {
        throw new AwsError(
          'UnknownService',
          `service "${scope}" has no stand-in on this host; there are: ${Object.keys(services).join(', ')}`,
          501,
        );
      }
      const body = await readBody(incoming);
      const path = decodeURI(url.pathname);
      const { method = 'GET', headers } = incoming;
      send(outgoing, await service({ method, path, query: url.searchParams, headers, body }));
    } catch (error) {
      send(outgoing, refusal(error));
    }
  });
}

/** A service that speaks AWS JSON: the operation stands in `X-Amz-Target`. */
export function jsonService(
  version: '1.0' | '1.1',
  operations: Readonly<Record<string, (input: JsonObject) => Promise<JsonObject> | JsonObject>>,
): AwsService {
  return async (request) => {
    const operation =
      String(request.headers['x-amz-target'] ?? '')
        .split('.')
        .at(-1) ?? '';
    const run = operations[operation];
    if (run === undefined) {
      throw new AwsError('UnknownOperationException', `operation "${operation}" has no stand-in on this host`, 501);
    }
    const input = request.body.length === 0 ? {} : parseJson(request.body.toString('utf8'));
    const body = await run(isObject(input) ? input : {});
    return { status: 200, headers: { 'content-type': `application/x-amz-json-${version}` }, body };
  };
}

export async function readBody(incoming: IncomingMessage, limit = Number.POSITIVE_INFINITY): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const part: Buffer = chunk;
    size += part.length;
    // Read on without keeping: a client that is still sending would see a broken connection, not the answer.
    if (size <= limit) chunks.push(part);
  }
  if (size > limit) throw new AwsError('RequestTooLong', `body of ${size} bytes is over ${limit} bytes`, 413);
  return Buffer.concat(chunks);
}

function refusal(error: unknown): AwsAnswer {
  const known = error instanceof AwsError;
  const code = known ? error.name : 'InternalServerError';
  const message = error instanceof Error ? error.message : String(error);
  return {
    status: known ? error.status : 500,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
    body: { __type: code, message, Message: message },
  };
}

function send(outgoing: ServerResponse, answer: AwsAnswer): void {
  const { body } = answer;
  const bytes = body === undefined ? '' : Buffer.isBuffer(body) ? body : JSON.stringify(body);
  outgoing.writeHead(answer.status, {
    'x-amzn-requestid': randomUUID(),
    'content-length': Buffer.byteLength(bytes),
    ...answer.headers,
  });
  outgoing.end(bytes);
}
