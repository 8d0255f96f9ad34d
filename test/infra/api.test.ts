import { describe, expect, it } from 'vitest';
import { apiRoutes } from '../../core/model/api-routes.ts';
import { folderOf, ofType, only, texts } from './synthesised.ts';

const routes = new Map(
  ofType('AWS::ApiGatewayV2::Route').map((route) => [String(route.Properties['RouteKey']), route]),
);

describe('routes', () => {
  it('are those of the table', () => {
    expect([...routes.keys()].sort()).toEqual(apiRoutes.map(({ method, path }) => `${method} ${path}`).sort());
  });

  it.each(apiRoutes.map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s calls its function',
    (key, route) => {
      const target = texts(routes.get(key)?.Properties['Target']);
      const integration = only('AWS::ApiGatewayV2::Integration', ({ id }) => target.includes(id));
      const called = texts(integration.Properties['IntegrationUri']);
      expect(folderOf(only('AWS::Lambda::Function', ({ id }) => called.includes(id)))).toBe(route.function);
      expect(integration.Properties).toMatchObject({ IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' });
    },
  );

  it('need a bearer token, except decisions, feeds, the API document and health', () => {
    const open = [...routes].filter(([, { Properties }]) => Properties['AuthorizationType'] !== 'CUSTOM');
    expect(open.map(([key]) => key.replace(/^\w+ /, ''))).toSatisfy((paths: string[]) =>
      [...new Set(paths)].every((path) =>
        /^\/v1\/((promotion-)?decisions\/\{reference\}|feeds\/\{reference\}|openapi\.json|health)$/.test(path),
      ),
    );
    expect(open).toHaveLength(apiRoutes.filter(({ auth }) => auth !== 'bearer').length);
    for (const [, { Properties }] of open) expect(Properties).not.toHaveProperty('AuthorizerId');
  });
});

describe('the authorizer', () => {
  const authorizer = only('AWS::ApiGatewayV2::Authorizer');

  it('answers simply, for this request only', () => {
    expect(authorizer.Properties).toMatchObject({
      AuthorizerType: 'REQUEST',
      AuthorizerPayloadFormatVersion: '2.0',
      EnableSimpleResponses: true,
      AuthorizerResultTtlInSeconds: 0,
      IdentitySource: ['$request.header.Authorization'],
    });
  });

  it('is the function authorize, and guards every guarded route', () => {
    const uri = texts(authorizer.Properties['AuthorizerUri']);
    expect(folderOf(only('AWS::Lambda::Function', ({ id }) => uri.includes(id)))).toBe('authorize');
    for (const { auth, method, path } of apiRoutes) {
      if (auth !== 'bearer') continue;
      expect(texts(routes.get(`${method} ${path}`)?.Properties['AuthorizerId'])).toContain(authorizer.id);
    }
  });
});

describe('the stage', () => {
  const { Properties } = only('AWS::ApiGatewayV2::Stage');

  it('is throttled and logged', () => {
    expect(Properties).toMatchObject({
      StageName: '$default',
      DefaultRouteSettings: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
    });
    expect(Properties).toHaveProperty('AccessLogSettings.DestinationArn');
  });

  it('logs neither paths, which hold references, nor addresses of people', () => {
    expect(texts(Properties['AccessLogSettings']).join()).not.toMatch(/context\.(path|identity|http\.path)|sourceIp/);
  });

  it('lets no function take longer than the API waits', () => {
    const folders = new Set<string>(['authorize', ...apiRoutes.map((route) => route.function)]);
    const slow = ofType('AWS::Lambda::Function').filter(
      (lambda) => folders.has(folderOf(lambda)) && Number(lambda.Properties['Timeout']) > 29,
    );
    expect(slow.map(folderOf)).toEqual([]);
  });
});
