import {
  AppConfigClient,
  CreateHostedConfigurationVersionCommand,
  GetHostedConfigurationVersionCommand,
  ListApplicationsCommand,
  ListConfigurationProfilesCommand,
  ListDeploymentStrategiesCommand,
  ListEnvironmentsCommand,
  ListHostedConfigurationVersionsCommand,
  StartDeploymentCommand,
} from '@aws-sdk/client-appconfig';
import { z } from 'zod';

/** What an operator deploys: policies and webhooks by tenant. */
export interface Documents {
  readonly tenants: Readonly<Record<string, unknown>>;
  readonly webhooks?: Readonly<Record<string, { readonly url: string }>>;
  /** How candidates are tried and spread; absent: as the contract says. */
  readonly promotion?: unknown;
}

export interface Scheduling {
  readonly enabled: boolean;
  readonly mode: string;
  readonly share: number;
  readonly segments?: readonly string[];
}

const FlagsDocument = z.looseObject({ values: z.looseObject({}) });

/**
 * Deploys configuration the way an operator does: through the control plane of AppConfig, with its own client.
 * @param minuteMs how long a minute of a strategy lasts on this host, milliseconds
 */
export async function configurator(endpoint: string, minuteMs = 1) {
  const client = new AppConfigClient({
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const [application] = (await client.send(new ListApplicationsCommand())).Items ?? [];
  const ApplicationId = application?.Id;
  const [environment] = (await client.send(new ListEnvironmentsCommand({ ApplicationId }))).Items ?? [];
  const profiles = (await client.send(new ListConfigurationProfilesCommand({ ApplicationId }))).Items ?? [];
  const profile = (type: string) => profiles.find(({ Type }) => Type === type)?.Id;
  const [flags, policies] = [profile('AWS.AppConfig.FeatureFlags'), profile('AWS.Freeform')];

  const begin = async (ConfigurationProfileId: string | undefined, document: unknown, strategy: string) => {
    const version = await client.send(
      new CreateHostedConfigurationVersionCommand({
        ApplicationId,
        ConfigurationProfileId,
        ContentType: 'application/json',
        Content: new TextEncoder().encode(JSON.stringify(document)),
      }),
    );
    const { DeploymentNumber } = await client.send(
      new StartDeploymentCommand({
        ApplicationId,
        EnvironmentId: environment?.Id,
        ConfigurationProfileId,
        ConfigurationVersion: String(version.VersionNumber),
        DeploymentStrategyId: strategy,
      }),
    );
    return DeploymentNumber;
  };
  const put = async (profileId: string | undefined, document: unknown) => {
    await begin(profileId, document, 'AppConfig.AllAtOnce');
    // Until it is baked no other deployment may start.
    await new Promise((resolve) => setTimeout(resolve, 10 * minuteMs + 5));
  };
  const slow = async () => {
    const { Items = [] } = await client.send(new ListDeploymentStrategiesCommand());
    const found = Items.find(({ Name = '' }) => Name.includes('Canary'))?.Id;
    if (found === undefined) throw new Error('the application has no strategy called Canary');
    return found;
  };
  const set = ({ tenants, webhooks = {}, promotion }: Documents) => ({
    contract: 'policy-set/1',
    default: { contract: 'policy/1' },
    tenants,
    webhooks,
    ...(promotion === undefined ? {} : { promotion }),
  });
  const current = async (ConfigurationProfileId: string | undefined) => {
    const listed = await client.send(
      new ListHostedConfigurationVersionsCommand({ ApplicationId, ConfigurationProfileId }),
    );
    const VersionNumber = Math.max(...(listed.Items ?? []).map((item) => item.VersionNumber ?? 0));
    const version = await client.send(
      new GetHostedConfigurationVersionCommand({ ApplicationId, ConfigurationProfileId, VersionNumber }),
    );
    return FlagsDocument.parse(JSON.parse(new TextDecoder().decode(version.Content)));
  };

  return {
    deploy: (documents: Documents) => put(policies, set(documents)),
    /** Begins to deploy them by the application’s slow strategy, and answers with the number of the deployment under way. */
    spread: async (documents: Documents) => begin(policies, set(documents), await slow()),
    /** Sets the flags of everybody. */
    flag: async (values: { readonly scheduling?: Scheduling; readonly stop?: { readonly enabled: boolean } }) => {
      const document = await current(flags);
      await put(flags, { ...document, values: { ...document.values, ...values } });
    },
  };
}
