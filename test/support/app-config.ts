import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppConfig } from '../../infra/local/appconfig.ts';
import { appConfigService } from '../../infra/local/appconfig-data.ts';
import { readResources } from '../../infra/local/template.ts';

const ofApp = { ApplicationId: { Ref: 'Application' } };
const profile = (Name: string, more: object = {}) => ({
  Type: 'AWS::AppConfig::ConfigurationProfile',
  Properties: { ...ofApp, Name, LocationUri: 'hosted', ...more },
});
const strategy = (Name: string, DeploymentDurationInMinutes: number) => ({
  Type: 'AWS::AppConfig::DeploymentStrategy',
  Properties: { Name, DeploymentDurationInMinutes, GrowthFactor: 1, FinalBakeTimeInMinutes: 0 },
});
const RESOURCES = {
  Application: { Type: 'AWS::AppConfig::Application', Properties: { Name: 'application' } },
  Environment: { Type: 'AWS::AppConfig::Environment', Properties: { ...ofApp, Name: 'environment' } },
  Flags: profile('flags', { Type: 'AWS.AppConfig.FeatureFlags' }),
  Policy: profile('policy'),
  AtOnce: strategy('at-once', 0),
  Slow: strategy('slow', 60_000),
};
const MINUTE_MS = 1;

/** The host's own AppConfig with two profiles. A minute of a strategy is a millisecond; `slow` takes one of ours. */
export function startAppConfig() {
  const folder = mkdtempSync(join(tmpdir(), 'app-config-'));
  const place = { region: 'eu-central-1', account: '000000000000', apiUrl: '', awsUrl: '' };
  const resources = readResources([{ Resources: RESOURCES }], place);
  const functions = {
    names: [],
    invoke: () => Promise.reject(new Error('no validators')),
    close: () => Promise.resolve(),
  };
  const config = new AppConfig({ resources, folder, functions, minuteMs: MINUTE_MS });
  const application = config.application('application');
  const environment = config.environment(application, 'environment');
  const deploy = (name: 'flags' | 'policy', value: unknown, pace: 'at-once' | 'slow') => {
    const ConfigurationProfileId = config.profile(application, name).ref;
    const document = name === 'flags' ? { version: '1', flags: { scheduling: {}, stop: {} }, values: value } : value;
    const content = Buffer.from(JSON.stringify(document));
    const about = { content, contentType: 'application/json', description: '', label: '' };
    const { number } = config.addVersion(application, config.profile(application, name), about);
    const ConfigurationVersion = String(number);
    return config.deploy(application, environment, {
      ConfigurationProfileId,
      ConfigurationVersion,
      DeploymentStrategyId: pace,
    });
  };
  return {
    service: appConfigService(config),
    deploy,
    /** What the functions know it by. */
    variables: {
      CONFIG_APPLICATION: application.ref,
      CONFIG_ENVIRONMENT: environment.ref,
      FLAGS_PROFILE: config.profile(application, 'flags').ref,
      POLICY_PROFILE: config.profile(application, 'policy').ref,
    },
    /** Oldest first, with what became of each. */
    deployments: () =>
      config.deployments(application, environment).map((one) => ({
        number: one.number,
        profile: one.profile === config.profile(application, 'flags').ref ? 'flags' : 'policy',
        version: one.version,
        state: config.progressOf(one).state,
      })),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
