import type { AppConfig } from './appconfig.ts';
import type { Deployment, Version } from './appconfig-store.ts';
import { type AwsAnswer, AwsError, type AwsRequest, type AwsService } from './aws-endpoint.ts';
import { isObject, type JsonObject, member, parseJson } from './json.ts';
import type { Resource } from './template.ts';

/** AppConfig's control plane over REST, for the operations the application uses and those a person looks around with. */
export function appConfigApi(config: AppConfig): AwsService {
  return (request) => {
    const route = `${request.method} ${request.path}`;
    for (const [pattern, run] of ROUTES) {
      const [whole, ...parts] = pattern.exec(route) ?? [];
      if (whole !== undefined) return run(config, parts, request);
    }
    throw new AwsError('ResourceNotFoundException', `${route} has no stand-in on this host`, 404);
  };
}

type Run = (config: AppConfig, parts: string[], request: AwsRequest) => Promise<AwsAnswer> | AwsAnswer;

const PROFILES = '/applications/([^/]+)/configurationprofiles';
const ENVIRONMENTS = '/applications/([^/]+)/environments';
const VERSIONS = `${PROFILES}/([^/]+)/hostedconfigurationversions`;
const DEPLOYMENTS = `${ENVIRONMENTS}/([^/]+)/deployments`;

const ROUTES: readonly (readonly [RegExp, Run])[] = [
  route('POST', VERSIONS, createVersion),
  route('GET', `${VERSIONS}/([^/]+)`, getVersion),
  route('GET', VERSIONS, listVersions),
  route('POST', DEPLOYMENTS, startDeployment),
  route('GET', DEPLOYMENTS, listDeployments),
  route('GET', `${DEPLOYMENTS}/([^/]+)`, getDeployment),
  route('DELETE', `${DEPLOYMENTS}/([^/]+)`, stopDeployment),
  route('GET', `${PROFILES}/([^/]+)`, (config, [app = '', profile = '']) =>
    described(config.profile(config.application(app), profile)),
  ),
  route('GET', `${ENVIRONMENTS}/([^/]+)`, (config, [app = '', environment = '']) =>
    described(config.environment(config.application(app), environment)),
  ),
  route('GET', PROFILES, listOf('ConfigurationProfile')),
  route('GET', ENVIRONMENTS, listOf('Environment')),
  route('GET', '/applications', listOf('Application')),
  route('GET', '/deploymentstrategies', listOf('DeploymentStrategy')),
];

function route(method: string, path: string, run: Run): readonly [RegExp, Run] {
  return [new RegExp(`^${method} ${path}$`), run];
}

function createVersion(config: AppConfig, [app = '', id = '']: string[], { body, headers }: AwsRequest): AwsAnswer {
  const application = config.application(app);
  const profile = config.profile(application, id);
  const latest = config.versions(application, profile).at(-1)?.number ?? 0;
  const expected = headers['latest-version-number'];
  if (expected !== undefined && String(expected) !== String(latest)) {
    throw new AwsError('ConflictException', `latest version is ${latest}, not ${expected}`, 409);
  }
  const version = config.addVersion(application, profile, {
    content: body,
    contentType: String(headers['content-type'] ?? 'application/json'),
    description: String(headers['description'] ?? ''),
    label: String(headers['versionlabel'] ?? ''),
  });
  return versionAnswer(201, application, profile, version);
}

function getVersion(config: AppConfig, [app = '', id = '', number = '']: string[]): AwsAnswer {
  const application = config.application(app);
  const profile = config.profile(application, id);
  return versionAnswer(200, application, profile, config.version(application, profile, number));
}

function listVersions(config: AppConfig, [app = '', id = '']: string[]): AwsAnswer {
  const application = config.application(app);
  const profile = config.profile(application, id);
  const items = config.versions(application, profile).map(({ number, description, contentType, label }) => ({
    ApplicationId: application.ref,
    ConfigurationProfileId: profile.ref,
    VersionNumber: number,
    Description: description,
    ContentType: contentType,
    ...(label === '' ? {} : { VersionLabel: label }),
  }));
  return { status: 200, body: { Items: items.reverse() } };
}

async function startDeployment(
  config: AppConfig,
  [app = '', id = '']: string[],
  { body }: AwsRequest,
): Promise<AwsAnswer> {
  const application = config.application(app);
  const input = parseJson(body.toString('utf8'));
  const deployment = await config.deploy(
    application,
    config.environment(application, id),
    isObject(input) ? input : {},
  );
  return { status: 201, body: deploymentBody(config, deployment) };
}

function listDeployments(config: AppConfig, [app = '', id = '']: string[]): AwsAnswer {
  const application = config.application(app);
  const all = config.deployments(application, config.environment(application, id));
  return { status: 200, body: { Items: all.map((one) => deploymentBody(config, one)).reverse() } };
}

function getDeployment(config: AppConfig, parts: string[]): AwsAnswer {
  return { status: 200, body: deploymentBody(config, deploymentOf(config, parts)) };
}

function stopDeployment(config: AppConfig, parts: string[], { headers }: AwsRequest): AwsAnswer {
  const deployment = deploymentOf(config, parts);
  config.stop(deployment, String(headers['allow-revert']) === 'true');
  return { status: 202, body: deploymentBody(config, deployment) };
}

function deploymentOf(config: AppConfig, [app = '', id = '', number = '']: string[]): Deployment {
  const application = config.application(app);
  return config.deployment(application, config.environment(application, id), number);
}

function deploymentBody(config: AppConfig, deployment: Deployment): JsonObject {
  const { state, percentage } = config.progressOf(deployment);
  return {
    ApplicationId: deployment.application,
    EnvironmentId: deployment.environment,
    ConfigurationProfileId: deployment.profile,
    ConfigurationVersion: deployment.version,
    DeploymentStrategyId: deployment.strategy,
    DeploymentNumber: deployment.number,
    Description: deployment.description,
    State: state,
    PercentageComplete: percentage,
    StartedAt: deployment.startedAt,
    GrowthType: deployment.growthType,
    GrowthFactor: deployment.growthFactor,
    DeploymentDurationInMinutes: deployment.minutes,
    FinalBakeTimeInMinutes: deployment.bakeMinutes,
  };
}

function listOf(kind: string): Run {
  return (config, [app]) => {
    const application = app === undefined ? undefined : config.application(app);
    return { status: 200, body: { Items: config.all(kind, application).map(description) } };
  };
}

function described(resource: Resource): AwsAnswer {
  return { status: 200, body: description(resource) };
}

function description({ ref, properties }: Resource): JsonObject {
  const { Tags: _tags, ...rest } = properties;
  return { ...rest, Id: ref, Name: member(properties, 'Name') ?? ref };
}

function versionAnswer(status: number, application: Resource, profile: Resource, version: Version): AwsAnswer {
  const { number, contentType, description, label, content } = version;
  return {
    status,
    headers: {
      'application-id': application.ref,
      'configuration-profile-id': profile.ref,
      'version-number': String(number),
      'content-type': contentType,
      ...(description === '' ? {} : { description }),
      ...(label === '' ? {} : { versionlabel: label }),
    },
    body: Buffer.from(content, 'base64'),
  };
}
