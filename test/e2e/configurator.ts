import {
  AppConfigClient,
  CreateHostedConfigurationVersionCommand,
  GetHostedConfigurationVersionCommand,
  ListApplicationsCommand,
  ListConfigurationProfilesCommand,
  ListEnvironmentsCommand,
  ListHostedConfigurationVersionsCommand,
  StartDeploymentCommand,
} from '@aws-sdk/client-appconfig';
import { z } from 'zod';

/** What an operator deploys: policies and webhooks by tenant. */
export interface Documents {
  readonly tenants: Readonly<Record<string, unknown>>;
  readonly webhooks?: Readonly<Record<string, { readonly url: string }>>;
}

export interface Scheduling {
  readonly enabled: boolean;
  readonly mode: string;
  readonly share: number;
}

const FlagsDocument = z.looseObject({ values: z.looseObject({}) });

/** Deploys configuration the way an operator does: through the control plane of AppConfig, with its own client. */
export async function configurator(endpoint: string) {
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

  const put = async (ConfigurationProfileId: string | undefined, document: unknown) => {
    const version = await client.send(
      new CreateHostedConfigurationVersionCommand({
        ApplicationId,
        ConfigurationProfileId,
        ContentType: 'application/json',
        Content: new TextEncoder().encode(JSON.stringify(document)),
      }),
    );
    await client.send(
      new StartDeploymentCommand({
        ApplicationId,
        EnvironmentId: environment?.Id,
        ConfigurationProfileId,
        ConfigurationVersion: String(version.VersionNumber),
        DeploymentStrategyId: 'AppConfig.AllAtOnce',
      }),
    );
    // The strategy bakes ten of its minutes, which last a millisecond each here.
    await new Promise((resolve) => setTimeout(resolve, 15));
  };
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
    deploy: ({ tenants, webhooks = {} }: Documents) =>
      put(policies, { contract: 'policy-set/1', default: { contract: 'policy/1' }, tenants, webhooks }),
    /** Sets the flags of everybody. */
    flag: async (values: { readonly scheduling?: Scheduling; readonly stop?: { readonly enabled: boolean } }) => {
      const document = await current(flags);
      await put(flags, { ...document, values: { ...document.values, ...values } });
    },
  };
}
