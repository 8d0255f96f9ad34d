import { request } from 'node:http';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Host, startHost } from '../../infra/local/host.ts';
import { fixture, lambda } from './fixture.ts';

const integration = (name: string, more: object = {}) => ({
  Type: 'AWS::ApiGatewayV2::Integration',
  Properties: {
    ApiId: { Ref: 'Api' },
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: { 'Fn::GetAtt': [name, 'Arn'] },
    PayloadFormatVersion: '2.0',
    ...more,
  },
});
const route = (key: string, target: string, closed = false) => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: {
    ApiId: { Ref: 'Api' },
    RouteKey: key,
    Target: { 'Fn::Join': ['', ['integrations/', { Ref: target }]] },
    AuthorizationType: closed ? 'CUSTOM' : 'NONE',
    ...(closed ? { AuthorizerId: { Ref: 'Authorizer' } } : {}),
  },
});

const ECHO = `export const handler = async (event, context) => ({
  statusCode: 200,
  headers: { 'Content-Type': 'application/json', 'X-One': '1' },
  cookies: ['a=1', 'b=2'],
  body: JSON.stringify({ event, left: context.getRemainingTimeInMillis(), url: process.env.PUBLIC_URL }),
});`;
const ODD = `export const handler = async (event) => {
  switch (event.rawPath) {
    case '/binary': return { statusCode: 200, isBase64Encoded: true, headers: { 'content-type': 'image/png' }, body: 'iVBORw==' };
    case '/bare': return { hello: 'world' };
    case '/slow': await new Promise((resolve) => setTimeout(resolve, 5000)); return {};
    default: throw new Error('secret detail');
  }
};`;
const AUTHORIZE = `let asked = 0;
export const handler = async (event) => {
  asked += 1;
  const token = event.headers.authorization;
  if (token === 'Bearer broken') throw new Error('kaput');
  if (token === 'Bearer unauthorized') throw new Error('Unauthorized');
  return { isAuthorized: token.startsWith('Bearer good'), context: { tenant: 'acme', asked, source: event.identitySource } };
};`;

const app = fixture(
  {
    Api: {
      Type: 'AWS::ApiGatewayV2::Api',
      Properties: {
        Name: 'crm',
        ProtocolType: 'HTTP',
        CorsConfiguration: {
          AllowOrigins: ['https://crm.example'],
          AllowMethods: ['GET', 'POST'],
          AllowHeaders: ['authorization'],
          MaxAge: 60,
        },
      },
    },
    Stage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true },
    },
    Echo: lambda('echo', { PUBLIC_URL: { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] } }),
    Odd: lambda('odd'),
    Authorize: lambda('authorize'),
    Authorizer: {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      Properties: {
        ApiId: { Ref: 'Api' },
        AuthorizerType: 'REQUEST',
        AuthorizerPayloadFormatVersion: '2.0',
        EnableSimpleResponses: true,
        AuthorizerResultTtlInSeconds: 300,
        IdentitySource: ['$request.header.Authorization'],
        AuthorizerUri: {
          'Fn::Join': [
            '',
            [
              'arn:aws:apigateway:',
              { Ref: 'AWS::Region' },
              ':lambda:path/2015-03-31/functions/',
              { 'Fn::GetAtt': ['Authorize', 'Arn'] },
              '/invocations',
            ],
          ],
        },
      },
    },
    EchoIntegration: integration('Echo'),
    OddIntegration: integration('Odd'),
    SlowIntegration: integration('Odd', { TimeoutInMillis: 300 }),
    R9: route('GET /slow', 'SlowIntegration'),
    R1: route('GET /v1/runs/{id}', 'EchoIntegration'),
    R2: route('GET /v1/runs/{id}/plan', 'EchoIntegration'),
    R3: route('GET /v1/runs/latest', 'EchoIntegration'),
    R4: route('POST /v1/decisions/{reference}', 'EchoIntegration'),
    R5: route('PUT /v1/portfolios/{id}', 'EchoIntegration', true),
    R6: route('GET /{odd}', 'OddIntegration'),
    R7: route('ANY /files/{path+}', 'EchoIntegration'),
    R8: route('POST /v1/runs', 'EchoIntegration', true),
  },
  { echo: ECHO, odd: ODD, authorize: AUTHORIZE },
);

let host: Host;
beforeAll(async () => {
  host = await startHost({
    assembly: app.assembly,
    dataDir: app.dataDir,
    port: 0,
    audience: 'api',
    scope: 'runs:read runs:write',
  });
});
afterAll(async () => {
  await host.close();
  app.remove();
});

const call = (path: string, init?: RequestInit) => fetch(`${host.url}${path}`, init);
const echoed = async (path: string, init?: RequestInit) => JSON.parse(await (await call(path, init)).text());

describe('HTTP API', () => {
  it('an event carries path, parameters, query, headers, cookies and no body', async () => {
    const headers = { cookie: 'x=1; y=2', 'x-test': 'yes' };
    const { event, left, url } = await echoed('/v1/runs/a%2Fb?q=1&q=2&r=%20', { headers });
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'GET /v1/runs/{id}',
      rawPath: '/v1/runs/a/b',
      rawQueryString: 'q=1&q=2&r=%20',
      queryStringParameters: { q: '1,2', r: ' ' },
      pathParameters: { id: 'a/b' },
      cookies: ['x=1', 'y=2'],
      isBase64Encoded: false,
      requestContext: { http: { method: 'GET', path: '/v1/runs/a/b' }, stage: '$default' },
    });
    expect(event.headers).toMatchObject({ 'x-test': 'yes' });
    expect(event.headers).not.toHaveProperty('cookie');
    expect(event).not.toHaveProperty('body');
    expect(left).toBeGreaterThan(1000);
    expect(url).toBe(host.url);
  });

  it('an answer carries status, headers, cookies and a request id', async () => {
    const response = await call('/v1/runs/1');
    expect(response.headers.get('x-one')).toBe('1');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(response.headers.get('apigw-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    ['/v1/runs/latest', 'GET /v1/runs/latest'],
    ['/v1/runs/7/plan', 'GET /v1/runs/{id}/plan'],
    ['/files/a/b/c.txt', 'ANY /files/{path+}'],
  ])('%s goes to %s', async (path, key) => {
    expect((await echoed(path)).event.routeKey).toBe(key);
  });

  it.each([
    ['POST', '/v1/runs/1'],
    ['HEAD', '/v1/runs/1'],
    ['GET', '/v1/nothing/here'],
    ['GET', '/v1/runs/1/'],
  ])('%s %s has no route: 404', async (method, path) => {
    expect((await call(path, { method })).status).toBe(404);
  });

  it('JSON travels as text; forms, compressed and binary bodies as base64', async () => {
    const send = async (type: string, body: string, more = {}) => {
      const init = { method: 'POST', body, headers: { 'content-type': type, ...more } };
      const { event } = await echoed('/v1/decisions/x', init);
      return [event.isBase64Encoded, event.body];
    };
    expect(await send('application/json', '{"ä":1}')).toEqual([false, '{"ä":1}']);
    const form = 'decision=approve';
    const encoded = Buffer.from(form).toString('base64');
    expect(await send('application/x-www-form-urlencoded', form)).toEqual([true, encoded]);
    expect(await send('application/json', form, { 'content-encoding': 'gzip' })).toEqual([true, encoded]);
    expect(await send('application/x-ndjson', form)).toEqual([true, encoded]);
  });

  it('a binary answer arrives as bytes, a bare result as JSON', async () => {
    const image = await call('/binary');
    expect(Buffer.from(await image.arrayBuffer()).toString('hex')).toBe('89504e47');
    const bare = await call('/bare');
    expect([bare.headers.get('content-type'), await bare.json()]).toEqual(['application/json', { hello: 'world' }]);
  });

  it('a failing function gives 500 without its message, a slow one 503', async () => {
    const failed = await call('/fail');
    expect([failed.status, await failed.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
    expect((await call('/slow')).status).toBe(503);
  });

  it('a body over the limits is refused as a problem document with the remedy', async () => {
    const upload = (bytes: number) =>
      call('/v1/decisions/x', {
        method: 'POST',
        body: Buffer.alloc(bytes),
        headers: { 'content-type': 'application/octet-stream' },
      });
    for (const bytes of [11 * 1024 * 1024, 5 * 1024 * 1024]) {
      const response = await upload(bytes);
      expect(response.status).toBe(413);
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      expect(await response.json()).toMatchObject({ status: 413, detail: expect.stringContaining('in parts') });
    }
  });

  it.each([
    [undefined, 401],
    ['Bearer bad', 403],
    ['Bearer unauthorized', 401],
    ['Bearer broken', 500],
  ])('authorization %s: %i, and the function is not run', async (authorization, status) => {
    const headers = authorization === undefined ? {} : { authorization };
    expect((await call('/v1/portfolios/p', { method: 'PUT', headers })).status).toBe(status);
  });

  it("an allowed request carries the authorizer's context, kept for the same token on every route", async () => {
    const headers = { authorization: 'Bearer good-1' };
    const first = await echoed('/v1/portfolios/p', { method: 'PUT', headers });
    const context = first.event.requestContext.authorizer.lambda;
    expect(context).toMatchObject({ tenant: 'acme', source: ['Bearer good-1'] });
    const second = await echoed('/v1/runs', { method: 'POST', headers });
    expect(second.event.requestContext.authorizer.lambda).toEqual(context);
  });

  it('a preflight is answered by the API, and only its origins are allowed', async () => {
    const preflight = (origin: string) => call('/v1/runs', { method: 'OPTIONS', headers: { origin } });
    const allowed = await preflight('https://crm.example');
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://crm.example');
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('a path that cannot be decoded is a bad request', async () => {
    // fetch would repair the path.
    const status = await new Promise((resolve, reject) => {
      const outgoing = request(`${host.url}`, { path: '/v1/runs/%E0%A4%A' }, (response) =>
        resolve(response.resume().statusCode),
      );
      outgoing.on('error', reject).end();
    });
    expect(status).toBe(400);
  });
});

describe('local issuer', () => {
  it('its tokens verify against its published keys', async () => {
    const token = await host.token({ tenant: 'acme', subject: 'ann', scope: 'runs:read' });
    const configuration = await (await fetch(`${host.issuerUrl}/.well-known/openid-configuration`)).text();
    const keys = createRemoteJWKSet(new URL(JSON.parse(configuration).jwks_uri));
    const { payload } = await jwtVerify(token, keys, { issuer: host.issuerUrl, audience: 'api' });
    expect(payload).toMatchObject({ tenant: 'acme', sub: 'ann', scope: 'runs:read' });
    const expired = await host.token({ tenant: 'acme', lifetime: -60 });
    await expect(jwtVerify(expired, keys)).rejects.toMatchObject({ code: 'ERR_JWT_EXPIRED' });
  });

  it('a client gets the scopes it may have, and no token with a wrong secret', async () => {
    const ask = (secret: string, scope: string) => {
      const body = new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: host.client.id,
        client_secret: secret,
        scope,
      });
      return fetch(`${host.issuerUrl}/token`, { method: 'POST', body });
    };
    const granted = JSON.parse(await (await ask(host.client.secret, 'runs:read admin')).text());
    expect(decodeJwt(granted.access_token)).toMatchObject({ scope: 'runs:read', tenant: 'local' });
    expect((await ask('wrong', 'runs:read')).status).toBe(401);
  });

  it('a client may present itself by Basic authentication, and gets no token with a wrong secret', async () => {
    const ask = (secret: string) => {
      const authorization = `Basic ${Buffer.from(`${host.client.id}:${secret}`).toString('base64')}`;
      const body = new URLSearchParams({ grant_type: 'client_credentials' });
      return fetch(`${host.issuerUrl}/token`, { method: 'POST', body, headers: { authorization } });
    };
    const granted = JSON.parse(await (await ask(host.client.secret)).text());
    expect(decodeJwt(granted.access_token)).toMatchObject({ tenant: 'local', sub: 'local' });
    expect((await ask('wrong')).status).toBe(401);
  });
});
