import {
  AppConfigClient,
  CreateHostedConfigurationVersionCommand,
  GetHostedConfigurationVersionCommand,
  ListHostedConfigurationVersionsCommand,
  StartDeploymentCommand,
} from '@aws-sdk/client-appconfig';
import { z } from 'zod';
import type { Stacks } from './deployed.ts';

export type Profile = 'AWS.AppConfig.FeatureFlags' | 'AWS.Freeform';
const Document = z.record(z.string(), z.unknown());

/** Stores what `change` makes of the newest version of a profile as the next one and deploys it at once, as an operator does. */
export async function redeploy(
  stacks: Stacks,
  type: Profile,
  change: (document: Readonly<Record<string, unknown>>) => object,
): Promise<void> {
  const client = new AppConfigClient({});
  const profile = stacks
    .ofType('AWS::AppConfig::ConfigurationProfile')
    .find(({ properties }) => properties['Type'] === type);
  const of = {
    ApplicationId: stacks.one('AWS::AppConfig::Application').physicalId,
    ConfigurationProfileId: profile?.physicalId,
  };
  const versions = await client.send(new ListHostedConfigurationVersionsCommand(of));
  const VersionNumber = Math.max(...(versions.Items ?? []).map((item) => item.VersionNumber ?? 0));
  const newest = await client.send(new GetHostedConfigurationVersionCommand({ ...of, VersionNumber }));
  const document = Document.parse(JSON.parse(new TextDecoder().decode(newest.Content)));
  const next = await client.send(
    new CreateHostedConfigurationVersionCommand({
      ...of,
      ContentType: 'application/json',
      Content: new TextEncoder().encode(JSON.stringify(change(document))),
    }),
  );
  await client.send(
    new StartDeploymentCommand({
      ...of,
      EnvironmentId: stacks.one('AWS::AppConfig::Environment').physicalId,
      DeploymentStrategyId: stacks.one('AWS::AppConfig::DeploymentStrategy', 'AllAtOnce').physicalId,
      ConfigurationVersion: String(next.VersionNumber),
    }),
  );
}
