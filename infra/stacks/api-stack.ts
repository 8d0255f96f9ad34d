import { CfnParameter, Duration, RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  type IHttpApi,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { type ApiRoute, apiRoutes } from '../../core/model/api-routes.ts';
import type { Surroundings } from '../constructs/capability.ts';
import { DomainFunction } from '../constructs/domain-function.ts';

export interface ApiStackProps extends StackProps {
  readonly api: HttpApi;
  readonly around: Omit<Surroundings, 'mission' | 'promotion' | 'issuer'>;
  readonly mission: StateMachine;
  readonly promotion: StateMachine;
  readonly bundles: string;
}

const METHODS = { GET: HttpMethod.GET, HEAD: HttpMethod.HEAD, PUT: HttpMethod.PUT, POST: HttpMethod.POST };

const OPEN: Readonly<Record<Exclude<ApiRoute['auth'], 'bearer'>, string>> = {
  reference: 'The encrypted, expiring reference in the path is the credential; the function opens and checks it.',
  public: 'Says what everybody may know: the API document, and that it is up.',
};

/** The HTTP API: every route of the table in core/model, a token for each but those that carry their own credential. */
export class ApiStack extends Stack {
  readonly functions: readonly DomainFunction[];

  constructor(scope: Construct, id: string, given: ApiStackProps) {
    const { api, around, mission, promotion, bundles, ...props } = given;
    super(scope, id, props);
    const issuer = {
      url: new CfnParameter(this, 'IssuerUrl', {
        type: 'String',
        description: 'Issuer of the bearer tokens (OpenID Connect); its key set verifies them.',
      }).valueAsString,
      audience: new CfnParameter(this, 'Audience', {
        type: 'String',
        default: 'risk-aware-scheduling',
        description: 'Audience the bearer tokens must be issued for.',
      }).valueAsString,
    };
    const make = (name: string) =>
      new DomainFunction(this, { name, bundles, around: { ...around, mission, promotion, issuer } });
    const authorize = make('authorize');
    const handlers = new Map([...new Set(apiRoutes.map((route) => route.function))].map((name) => [name, make(name)]));
    this.functions = [authorize, ...handlers.values()];
    const authorizer = new HttpLambdaAuthorizer('Authorizer', authorize, {
      responseTypes: [HttpLambdaResponseType.SIMPLE],
      identitySource: ['$request.header.Authorization'],
      // An answer kept for one token must never be given to another, and a withdrawn token not live on.
      resultsCacheTtl: Duration.seconds(0),
    });
    const integrations = new Map(
      [...handlers].map(([name, handler]) => [
        name,
        new HttpLambdaIntegration(`${handler.node.id}Integration`, handler),
      ]),
    );
    // The address is another stack's; what is hung on it belongs here, and the CDK hangs it on the object it is given.
    const here = HttpApi.fromHttpApiAttributes(this, 'Api', { httpApiId: api.apiId, apiEndpoint: api.apiEndpoint });
    for (const route of apiRoutes) {
      const integration = integrations.get(route.function);
      if (integration === undefined) continue;
      const made = new HttpRoute(this, `${route.method} ${route.path}`, {
        httpApi: here,
        integration,
        routeKey: HttpRouteKey.with(route.path, METHODS[route.method]),
        ...(route.auth === 'bearer' ? { authorizer } : {}),
      });
      if (route.auth !== 'bearer') {
        Validations.of(made).acknowledge({ id: 'AwsSolutions-APIG4', reason: OPEN[route.auth] });
      }
    }
    this.#stage(here);
  }

  #stage(api: IHttpApi): void {
    const logs = new LogGroup(this, 'AccessLogs', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      detailedMetricsEnabled: true,
      throttle: { rateLimit: 100, burstLimit: 200 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(logs),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    });
  }
}

/** Route keys and no paths, since paths hold references; tenants and no addresses. */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  route: '$context.routeKey',
  status: '$context.status',
  bytes: '$context.responseLength',
  milliseconds: '$context.responseLatency',
  tenant: '$context.authorizer.tenant',
  error: '$context.error.message',
  integrationError: '$context.integrationErrorMessage',
};
