import { createHash } from 'node:crypto';
import { type AppConfigStore, type Deployment, openAppConfig, progress, type Version } from './appconfig-store.ts';
import { askValidators, checkSchema } from './appconfig-validators.ts';
import { type AwsAnswer, AwsError, type AwsRequest } from './aws-endpoint.ts';
import { isObject, type JsonObject, member, numberOr, parseJson, requiredText, text } from './json.ts';
import type { Functions } from './lambda.ts';
import type { Resource, Resources } from './template.ts';

export type AppConfigOptions = {
  readonly resources: Resources;
  readonly folder: string;
  readonly functions: Functions;
  /** how long one minute of a deployment strategy lasts here, milliseconds */
  readonly minuteMs: number;
};

/** AppConfig's control plane: hosted versions, deployments with their progress, stop. */
export class AppConfig {
  readonly store: AppConfigStore;
  readonly minuteMs: number;
  readonly #resources: Resources;
  readonly #functions: Functions;

  constructor({ resources, folder, functions, minuteMs }: AppConfigOptions) {
    this.store = openAppConfig(folder);
    this.minuteMs = minuteMs;
    this.#resources = resources;
    this.#functions = functions;
  }

  /**
   * Brings in what the template says: a hosted version whose content is new becomes the next version, and is deployed at
   * once and in full, as after a CloudFormation deployment has finished. What was deployed by hand stays otherwise.
   */
  applyTemplate(): void {
    for (const hosted of this.#resources.ofType('AWS::AppConfig::HostedConfigurationVersion')) {
      const content = Buffer.from(requiredText(hosted.properties, 'Content', hosted.id));
      const digest = createHash('sha256').update(content).digest('hex');
      if (this.store.state.hosted[hosted.ref]?.digest === digest) continue;
      const version = this.#addVersion(
        this.#profile(hosted.properties),
        requiredText(hosted.properties, 'ApplicationId', hosted.id),
        content,
        { contentType: text(hosted.properties, 'ContentType') ?? 'application/json', description: '', label: '' },
      );
      this.store.state.hosted[hosted.ref] = { digest, number: version.number };
      for (const { properties } of this.#resources.ofType('AWS::AppConfig::Deployment')) {
        if (text(properties, 'ConfigurationVersion') !== hosted.ref) continue;
        this.#record(properties, String(version.number), { minutes: 0, bakeMinutes: 0 });
      }
    }
    this.store.save();
  }

  async handle(request: AwsRequest): Promise<AwsAnswer> {
    const route = `${request.method} ${request.path}`;
    for (const [pattern, run] of this.#routes) {
      const match = pattern.exec(route);
      if (match !== null) return run(match.slice(1), request);
    }
    throw new AwsError('ResourceNotFoundException', `${route} has no stand-in on this host`, 404);
  }

  application(reference: string): Resource {
    return this.#find('AWS::AppConfig::Application', reference, () => true);
  }

  environment(application: Resource, reference: string): Resource {
    return this.#find('AWS::AppConfig::Environment', reference, (one) => within(one, application));
  }

  profile(application: Resource, reference: string): Resource {
    return this.#find('AWS::AppConfig::ConfigurationProfile', reference, (one) => within(one, application));
  }

  version(application: Resource, profile: Resource, number: string): Version {
    const found = this.#versions(application.ref, profile.ref).find(
      (version) => String(version.number) === number || (version.label !== '' && version.label === number),
    );
    if (found === undefined) throw missing('ConfigurationVersion', number);
    return found;
  }

  deployments(application: string, environment: string): Deployment[] {
    const key = `${application}/${environment}`;
    this.store.state.deployments[key] ??= [];
    return this.store.state.deployments[key];
  }

  readonly #routes: readonly [RegExp, (parts: string[], request: AwsRequest) => Promise<AwsAnswer> | AwsAnswer][] = [
    [
      /^POST \/applications\/([^/]+)\/configurationprofiles\/([^/]+)\/hostedconfigurationversions$/,
      (parts, request) => this.#create(parts, request),
    ],
    [
      /^GET \/applications\/([^/]+)\/configurationprofiles\/([^/]+)\/hostedconfigurationversions\/([^/]+)$/,
      (parts) => this.#get(parts),
    ],
    [
      /^GET \/applications\/([^/]+)\/configurationprofiles\/([^/]+)\/hostedconfigurationversions$/,
      (parts) => this.#list(parts),
    ],
    [/^GET \/applications\/([^/]+)\/configurationprofiles\/([^/]+)$/, (parts) => this.#describeProfile(parts)],
    [
      /^GET \/applications\/([^/]+)\/configurationprofiles$/,
      ([app]) => this.#listOf('AWS::AppConfig::ConfigurationProfile', app),
    ],
    [
      /^POST \/applications\/([^/]+)\/environments\/([^/]+)\/deployments$/,
      (parts, request) => this.#deploy(parts, request),
    ],
    [/^GET \/applications\/([^/]+)\/environments\/([^/]+)\/deployments$/, (parts) => this.#listDeployments(parts)],
    [
      /^GET \/applications\/([^/]+)\/environments\/([^/]+)\/deployments\/([^/]+)$/,
      (parts) => this.#getDeployment(parts),
    ],
    [
      /^DELETE \/applications\/([^/]+)\/environments\/([^/]+)\/deployments\/([^/]+)$/,
      (parts, request) => this.#stop(parts, request),
    ],
    [/^GET \/applications\/([^/]+)\/environments$/, ([app]) => this.#listOf('AWS::AppConfig::Environment', app)],
    [
      /^GET \/applications\/([^/]+)\/environments\/([^/]+)$/,
      ([app = '', env = '']) => {
        const application = this.application(app);
        return { status: 200, body: described(this.environment(application, env)) };
      },
    ],
    [/^GET \/applications$/, () => this.#listOf('AWS::AppConfig::Application', undefined)],
    [/^GET \/deploymentstrategies$/, () => this.#listOf('AWS::AppConfig::DeploymentStrategy', undefined)],
  ];

  #create([app = '', profileId = '']: string[], { body, headers }: AwsRequest): AwsAnswer {
    const application = this.application(app);
    const profile = this.profile(application, profileId);
    const latest = this.#versions(application.ref, profile.ref).at(-1)?.number ?? 0;
    const expected = headers['latest-version-number'];
    if (expected !== undefined && String(expected) !== String(latest)) {
      throw new AwsError('ConflictException', `latest version is ${latest}, not ${expected}`, 409);
    }
    const version = this.#addVersion(profile, application.ref, body, {
      contentType: String(headers['content-type'] ?? 'application/json'),
      description: String(headers['description'] ?? ''),
      label: String(headers['versionlabel'] ?? ''),
    });
    this.store.save();
    return versionAnswer(201, application, profile, version);
  }

  #get([app = '', profileId = '', number = '']: string[]): AwsAnswer {
    const application = this.application(app);
    const profile = this.profile(application, profileId);
    return versionAnswer(200, application, profile, this.version(application, profile, number));
  }

  #list([app = '', profileId = '']: string[]): AwsAnswer {
    const application = this.application(app);
    const profile = this.profile(application, profileId);
    const items = this.#versions(application.ref, profile.ref).map((version) => ({
      ApplicationId: application.ref,
      ConfigurationProfileId: profile.ref,
      VersionNumber: version.number,
      Description: version.description,
      ContentType: version.contentType,
      ...(version.label === '' ? {} : { VersionLabel: version.label }),
    }));
    return { status: 200, body: { Items: items.reverse() } };
  }

  #describeProfile([app = '', profileId = '']: string[]): AwsAnswer {
    return { status: 200, body: described(this.profile(this.application(app), profileId)) };
  }

  async #deploy([app = '', env = '']: string[], { body }: AwsRequest): Promise<AwsAnswer> {
    const application = this.application(app);
    const environment = this.environment(application, env);
    const input = parseJson(body.toString('utf8'));
    const profile = this.profile(application, text(input, 'ConfigurationProfileId') ?? '');
    const strategy = this.#strategy(text(input, 'DeploymentStrategyId') ?? '');
    const under = this.deployments(application.ref, environment.ref).find((one) =>
      ['DEPLOYING', 'BAKING'].includes(progress(one, Date.now(), this.minuteMs).state),
    );
    if (under !== undefined) {
      throw new AwsError('ConflictException', `deployment ${under.number} is under way in ${environment.name}`, 409);
    }
    const version = this.version(application, profile, text(input, 'ConfigurationVersion') ?? '');
    const content = Buffer.from(version.content, 'base64');
    checkSchema(profile, content);
    await askValidators(profile, application.ref, String(version.number), version.content, this.#functions);
    const deployment = this.#record(
      {
        ApplicationId: application.ref,
        EnvironmentId: environment.ref,
        ConfigurationProfileId: profile.ref,
        DeploymentStrategyId: strategy.ref,
        Description: text(input, 'Description') ?? '',
      },
      String(version.number),
      {
        minutes: numberOr(strategy.properties, 'DeploymentDurationInMinutes', 0),
        bakeMinutes: numberOr(strategy.properties, 'FinalBakeTimeInMinutes', 0),
        growthFactor: numberOr(strategy.properties, 'GrowthFactor', 100),
        growthType: text(strategy.properties, 'GrowthType') ?? 'LINEAR',
      },
    );
    this.store.save();
    return { status: 201, body: this.#deploymentBody(deployment) };
  }

  #listDeployments([app = '', env = '']: string[]): AwsAnswer {
    const application = this.application(app);
    const environment = this.environment(application, env);
    const all = this.deployments(application.ref, environment.ref).map((one) => this.#deploymentBody(one));
    return { status: 200, body: { Items: all.reverse() } };
  }

  #getDeployment(parts: string[]): AwsAnswer {
    return { status: 200, body: this.#deploymentBody(this.#deployment(parts)) };
  }

  #stop(parts: string[], { headers }: AwsRequest): AwsAnswer {
    const deployment = this.#deployment(parts);
    const { state } = progress(deployment, Date.now(), this.minuteMs);
    const revert = String(headers['allow-revert'] ?? 'false') === 'true';
    if (state === 'ROLLED_BACK' || (state === 'COMPLETE' && !revert)) {
      throw new AwsError('BadRequestException', `deployment ${deployment.number} is ${state} and cannot be stopped`);
    }
    deployment.stoppedAt = Date.now();
    this.store.save();
    return { status: 202, body: this.#deploymentBody(deployment) };
  }

  #deployment([app = '', env = '', number = '']: string[]): Deployment {
    const application = this.application(app);
    const environment = this.environment(application, env);
    const all = this.deployments(application.ref, environment.ref);
    const found = all.find((one) => String(one.number) === number);
    if (found === undefined) throw missing('Deployment', number);
    return found;
  }

  #deploymentBody(deployment: Deployment): JsonObject {
    const { state, percentage } = progress(deployment, Date.now(), this.minuteMs);
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

  #addVersion(
    profile: Resource,
    application: string,
    content: Buffer,
    about: Pick<Version, 'contentType' | 'description' | 'label'>,
  ): Version {
    checkSchema(profile, content);
    const versions = this.#versions(application, profile.ref);
    const version: Version = {
      number: (versions.at(-1)?.number ?? 0) + 1,
      content: content.toString('base64'),
      createdAt: new Date().toISOString(),
      ...about,
    };
    versions.push(version);
    return version;
  }

  #record(
    properties: JsonObject,
    version: string,
    pace: Pick<Deployment, 'minutes' | 'bakeMinutes'> & Partial<Deployment>,
  ) {
    const application = requiredText(properties, 'ApplicationId', 'deployment');
    const environment = requiredText(properties, 'EnvironmentId', 'deployment');
    const all = this.deployments(application, environment);
    const deployment: Deployment = {
      number: (all.at(-1)?.number ?? 0) + 1,
      application,
      environment,
      profile: requiredText(properties, 'ConfigurationProfileId', 'deployment'),
      version,
      strategy: text(properties, 'DeploymentStrategyId') ?? '',
      description: text(properties, 'Description') ?? '',
      startedAt: new Date().toISOString(),
      stoppedAt: null,
      growthFactor: 100,
      growthType: 'LINEAR',
      ...pace,
    };
    all.push(deployment);
    return deployment;
  }

  #versions(application: string, profile: string): Version[] {
    const key = `${application}/${profile}`;
    this.store.state.versions[key] ??= [];
    return this.store.state.versions[key];
  }

  #profile(properties: JsonObject): Resource {
    const application = this.application(requiredText(properties, 'ApplicationId', 'hosted version'));
    return this.profile(application, requiredText(properties, 'ConfigurationProfileId', 'hosted version'));
  }

  /** A strategy of the template, or one of those AppConfig brings along. */
  #strategy(reference: string): Pick<Resource, 'ref' | 'properties'> {
    const known = PREDEFINED[reference];
    return known === undefined
      ? this.#find('AWS::AppConfig::DeploymentStrategy', reference, () => true)
      : { ref: reference, properties: known };
  }

  #listOf(type: string, app: string | undefined): AwsAnswer {
    const application = app === undefined ? undefined : this.application(app);
    const items = this.#resources.ofType(type).filter((one) => application === undefined || within(one, application));
    return { status: 200, body: { Items: items.map(described) } };
  }

  #find(type: string, reference: string, fits: (resource: Resource) => boolean): Resource {
    const all = this.#resources.ofType(type).filter(fits);
    const found =
      all.find(({ ref }) => ref === reference) ?? all.find(({ properties }) => text(properties, 'Name') === reference);
    if (found === undefined) throw missing(type.split('::').at(-1) ?? type, reference);
    return found;
  }
}

const PREDEFINED: Readonly<Record<string, JsonObject>> = {
  'AppConfig.AllAtOnce': { GrowthFactor: 100, DeploymentDurationInMinutes: 0, FinalBakeTimeInMinutes: 10 },
  'AppConfig.Linear50PercentEvery30Seconds': {
    GrowthFactor: 50,
    DeploymentDurationInMinutes: 1,
    FinalBakeTimeInMinutes: 1,
  },
};

function within(resource: Resource, application: Resource): boolean {
  return text(resource.properties, 'ApplicationId') === application.ref;
}

function described({ ref, properties }: Resource): JsonObject {
  const { Tags: _tags, ...rest } = isObject(properties) ? properties : {};
  return { ...rest, Id: ref, Name: member(properties, 'Name') ?? ref };
}

function versionAnswer(status: number, application: Resource, profile: Resource, version: Version): AwsAnswer {
  return {
    status,
    headers: {
      'application-id': application.ref,
      'configuration-profile-id': profile.ref,
      'version-number': String(version.number),
      'content-type': version.contentType,
      ...(version.description === '' ? {} : { description: version.description }),
      ...(version.label === '' ? {} : { versionlabel: version.label }),
    },
    body: Buffer.from(version.content, 'base64'),
  };
}

function missing(kind: string, reference: string): AwsError {
  return new AwsError('ResourceNotFoundException', `${kind} "${reference}" could not be found`, 404);
}
