import { createHash } from 'node:crypto';
import {
  type AppConfigStore,
  type Deployment,
  openAppConfig,
  type Progress,
  progress,
  type Version,
} from './appconfig-store.ts';
import { askValidators, checkSchema } from './appconfig-validators.ts';
import { AwsError } from './aws-endpoint.ts';
import { type JsonObject, numberOr, requiredText, text } from './json.ts';
import type { Functions } from './lambda.ts';
import type { Resource, Resources } from './template.ts';

export type AppConfigOptions = {
  readonly resources: Resources;
  readonly folder: string;
  readonly functions: Functions;
  /** how long one minute of a deployment strategy lasts here, milliseconds */
  readonly minuteMs: number;
};

export type NewVersion = Pick<Version, 'contentType' | 'description' | 'label'> & { readonly content: Buffer };

/** AppConfig: what the template declares, the versions stored for it, and their deployments. */
export class AppConfig {
  readonly minuteMs: number;
  readonly #resources: Resources;
  readonly #functions: Functions;
  readonly #store: AppConfigStore;

  constructor({ resources, folder, functions, minuteMs }: AppConfigOptions) {
    this.#store = openAppConfig(folder);
    this.minuteMs = minuteMs;
    this.#resources = resources;
    this.#functions = functions;
  }

  /**
   * Brings in what the template says: a hosted version whose content is new becomes the next version, and is deployed at
   * once and in full, as after a CloudFormation deployment has finished. What was deployed by hand stays otherwise.
   */
  applyTemplate(): void {
    for (const { ref, id, properties } of this.#resources.ofType('AWS::AppConfig::HostedConfigurationVersion')) {
      const content = Buffer.from(requiredText(properties, 'Content', id));
      const digest = createHash('sha256').update(content).digest('hex');
      if (this.#store.state.hosted[ref]?.digest === digest) continue;
      const application = this.application(requiredText(properties, 'ApplicationId', id));
      const profile = this.profile(application, requiredText(properties, 'ConfigurationProfileId', id));
      const contentType = text(properties, 'ContentType') ?? 'application/json';
      const { number } = this.addVersion(application, profile, { content, contentType, description: '', label: '' });
      this.#store.state.hosted[ref] = { digest, number };
      for (const deployment of this.#resources.ofType('AWS::AppConfig::Deployment')) {
        if (text(deployment.properties, 'ConfigurationVersion') !== ref) continue;
        const environment = this.environment(
          application,
          requiredText(deployment.properties, 'EnvironmentId', deployment.id),
        );
        const strategy = this.#strategy(requiredText(deployment.properties, 'DeploymentStrategyId', deployment.id));
        this.#record(application, environment, profile, strategy.ref, {
          version: String(number),
          minutes: 0,
          bakeMinutes: 0,
        });
      }
    }
    this.#store.save();
  }

  /** Resources of one kind, of one application unless undefined. */
  all(kind: string, application: Resource | undefined): Resource[] {
    const found = this.#resources.ofType(`AWS::AppConfig::${kind}`);
    return application === undefined ? found : found.filter((one) => within(one, application));
  }

  application(reference: string): Resource {
    return this.#find('Application', reference, undefined);
  }

  environment(application: Resource, reference: string): Resource {
    return this.#find('Environment', reference, application);
  }

  profile(application: Resource, reference: string): Resource {
    return this.#find('ConfigurationProfile', reference, application);
  }

  /** Oldest first. */
  versions(application: Resource, profile: Resource): Version[] {
    const key = `${application.ref}/${profile.ref}`;
    this.#store.state.versions[key] ??= [];
    return this.#store.state.versions[key];
  }

  /** @param reference number or label */
  version(application: Resource, profile: Resource, reference: string): Version {
    const found = this.versions(application, profile).find(
      ({ number, label }) => String(number) === reference || (label !== '' && label === reference),
    );
    return found ?? missing('ConfigurationVersion', reference);
  }

  /** @throws AwsError when the content breaks the profile's schema */
  addVersion(application: Resource, profile: Resource, { content, ...about }: NewVersion): Version {
    checkSchema(profile, content);
    const versions = this.versions(application, profile);
    const number = (versions.at(-1)?.number ?? 0) + 1;
    const version: Version = {
      number,
      content: content.toString('base64'),
      createdAt: new Date().toISOString(),
      ...about,
    };
    versions.push(version);
    this.#store.save();
    return version;
  }

  /** Oldest first. */
  deployments(application: Resource, environment: Resource): Deployment[] {
    const key = `${application.ref}/${environment.ref}`;
    this.#store.state.deployments[key] ??= [];
    return this.#store.state.deployments[key];
  }

  deployment(application: Resource, environment: Resource, number: string): Deployment {
    const found = this.deployments(application, environment).find((one) => String(one.number) === number);
    return found ?? missing('Deployment', number);
  }

  progressOf(deployment: Deployment): Progress {
    return progress(deployment, Date.now(), this.minuteMs);
  }

  /** @throws AwsError when one is under way in this environment, or a validator refuses the content */
  async deploy(application: Resource, environment: Resource, input: JsonObject): Promise<Deployment> {
    const profile = this.profile(application, text(input, 'ConfigurationProfileId') ?? '');
    const strategy = this.#strategy(text(input, 'DeploymentStrategyId') ?? '');
    this.#refuseBeside(application, environment);
    const { number, content } = this.version(application, profile, text(input, 'ConfigurationVersion') ?? '');
    checkSchema(profile, Buffer.from(content, 'base64'));
    await askValidators(profile, application.ref, String(number), content, this.#functions);
    // Another one may have begun while the validators were asked.
    this.#refuseBeside(application, environment);
    const deployment = this.#record(application, environment, profile, strategy.ref, {
      version: String(number),
      description: text(input, 'Description') ?? '',
      minutes: numberOr(strategy.properties, 'DeploymentDurationInMinutes', 0),
      bakeMinutes: numberOr(strategy.properties, 'FinalBakeTimeInMinutes', 0),
      growthFactor: numberOr(strategy.properties, 'GrowthFactor', 100),
      growthType: text(strategy.properties, 'GrowthType') ?? 'LINEAR',
    });
    this.#store.save();
    return deployment;
  }

  /** @param revert stops a complete one too, as AppConfig does within 72 hours */
  stop(deployment: Deployment, revert: boolean): void {
    const { state } = this.progressOf(deployment);
    if (state === 'ROLLED_BACK' || (state === 'COMPLETE' && !revert)) {
      throw new AwsError('BadRequestException', `deployment ${deployment.number} is ${state} and cannot be stopped`);
    }
    deployment.stoppedAt = Date.now();
    this.#store.save();
  }

  #refuseBeside(application: Resource, environment: Resource): void {
    const under = this.deployments(application, environment).find((one) =>
      ['DEPLOYING', 'BAKING'].includes(this.progressOf(one).state),
    );
    if (under === undefined) return;
    throw new AwsError('ConflictException', `deployment ${under.number} is under way in ${environment.name}`, 409);
  }

  #record(
    application: Resource,
    environment: Resource,
    profile: Resource,
    strategy: string,
    pace: Pick<Deployment, 'version' | 'minutes' | 'bakeMinutes'> & Partial<Deployment>,
  ): Deployment {
    const all = this.deployments(application, environment);
    const deployment: Deployment = {
      number: (all.at(-1)?.number ?? 0) + 1,
      application: application.ref,
      environment: environment.ref,
      profile: profile.ref,
      strategy,
      description: '',
      startedAt: new Date().toISOString(),
      stoppedAt: null,
      growthFactor: 100,
      growthType: 'LINEAR',
      ...pace,
    };
    all.push(deployment);
    return deployment;
  }

  /** A strategy of the template, or one of those AppConfig brings along. */
  #strategy(reference: string): Pick<Resource, 'ref' | 'properties'> {
    const known = PREDEFINED[reference];
    return known === undefined
      ? this.#find('DeploymentStrategy', reference, undefined)
      : { ref: reference, properties: known };
  }

  #find(kind: string, reference: string, application: Resource | undefined): Resource {
    const all = this.all(kind, application);
    const found = all.find(({ ref }) => ref === reference);
    return found ?? all.find(({ properties }) => text(properties, 'Name') === reference) ?? missing(kind, reference);
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

function missing(kind: string, reference: string): never {
  throw new AwsError('ResourceNotFoundException', `${kind} "${reference}" could not be found`, 404);
}
