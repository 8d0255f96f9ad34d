import { describe, expect, it } from 'vitest';
import { ApiEvent, requestOf } from '../../functions/shared/api-request.ts';

const bare = { routeKey: 'GET /v1/runs', requestContext: {} };

describe('an event of the HTTP API', () => {
  it.each([
    ['leaves out what there is none of', bare],
    [
      'has null for what there is none of',
      { ...bare, headers: null, queryStringParameters: null, pathParameters: null, body: null },
    ],
  ])('that %s is a request without headers, parameters and body', (_, event) => {
    const { path, query, body, header } = requestOf(ApiEvent.parse(event));
    expect([path, query, body.byteLength, header('content-type')]).toEqual([{}, {}, 0, undefined]);
  });

  it('with numbers for parameters breaks the contract', () => {
    expect(ApiEvent.safeParse({ ...bare, pathParameters: { n: 1 } }).success).toBe(false);
  });
});
