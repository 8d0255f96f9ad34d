import {
  AppConfigClient,
  CreateHostedConfigurationVersionCommand,
  GetConfigurationProfileCommand,
  GetDeploymentCommand,
  GetHostedConfigurationVersionCommand,
  ListDeploymentsCommand,
  ListHostedConfigurationVersionsCommand,
  StartDeploymentCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-appconfig';
import {
  AppConfigDataClient,
  GetLatestConfigurationCommand,
  StartConfigurationSessionCommand,
} from '@aws-sdk/client-appconfigdata';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Deployment, progress } from '../../infra/local/appconfig-store.ts';
import { type Host, startHost } from '../../infra/local/host.ts';
import { CREDENTIALS, fixture, lambda, REGION, until } from './fixture.ts';

const VALIDATE = `export const handler = async ({ content }) => {
  const policy = JSON.parse(Buffer.from(content, 'base64').toString());
  if (policy.cap > 10) throw new Error('cap ' + policy.cap + ' breaks an invariant');
};`;
const ofApp = { ApplicationId: { Ref: 'App' } };
const hosted = (profile: string, content: unknown) => ({
  Type: 'AWS::AppConfig::HostedConfigurationVersion',
  Properties: {
    ...ofApp,
    ConfigurationProfileId: { Ref: profile },
    ContentType: 'application/json',
    Content: JSON.stringify(content),
  },
});
const deployed = (profile: string, version: string) => ({
  Type: 'AWS::AppConfig::Deployment',
  Properties: {
    ...ofApp,
    EnvironmentId: { Ref: 'Env' },
    ConfigurationProfileId: { Ref: profile },
    ConfigurationVersion: { Ref: version },
    DeploymentStrategyId: { Ref: 'Slow' },
  },
});
const FLAGS = {
  version: '1',
  flags: {
    planning: {
      name: 'planning',
      attributes: {
        mode: { constraints: { type: 'string', required: true, enum: ['canary', 'on'] } },
        share: { constraints: { type: 'number', minimum: 0, maximum: 1 } },
        segments: { constraints: { type: 'array', elements: { type: 'string', pattern: '^[^:]+:.+$' } } },
      },
    },
    rollout: { name: 'rollout' },
  },
  values: { planning: { enabled: true, mode: 'canary', _createdAt: 'x' }, rollout: { enabled: false, share: 5 } },
};
const strategy = (minutes: number, bake: number, factor: number) => ({
  Type: 'AWS::AppConfig::DeploymentStrategy',
  Properties: {
    Name: `s${minutes}`,
    DeploymentDurationInMinutes: minutes,
    GrowthFactor: factor,
    FinalBakeTimeInMinutes: bake,
    ReplicateTo: 'NONE',
  },
});
const resources = (cap: number) => ({
  App: { Type: 'AWS::AppConfig::Application', Properties: { Name: 'planner' } },
  Env: { Type: 'AWS::AppConfig::Environment', Properties: { ...ofApp, Name: 'live' } },
  Flags: {
    Type: 'AWS::AppConfig::ConfigurationProfile',
    Properties: { ...ofApp, Name: 'flags', LocationUri: 'hosted', Type: 'AWS.AppConfig.FeatureFlags' },
  },
  Policy: {
    Type: 'AWS::AppConfig::ConfigurationProfile',
    Properties: {
      ...ofApp,
      Name: 'policy',
      LocationUri: 'hosted',
      Validators: [
        {
          Type: 'JSON_SCHEMA',
          Content: JSON.stringify({
            $schema: 'https://json-schema.org/draft/2020-12/schema',
            type: 'object',
            required: ['cap'],
            properties: { cap: { type: 'number' } },
          }),
        },
        { Type: 'LAMBDA', Content: { 'Fn::GetAtt': ['Validate', 'Arn'] } },
      ],
    },
  },
  Validate: lambda('validate'),
  Slow: strategy(40, 10, 50),
  Endless: strategy(1440, 10, 1),
  Fast: strategy(0, 0, 100),
  FlagsV: hosted('Flags', FLAGS),
  PolicyV: hosted('Policy', { cap }),
  FlagsD: deployed('Flags', 'FlagsV'),
  PolicyD: deployed('Policy', 'PolicyV'),
});

const app = fixture(resources(1), { validate: VALIDATE });
let host: Host;
let control: AppConfigClient;
let data: AppConfigDataClient;

async function open(template = app.assembly.templates): Promise<void> {
  // A minute of a strategy lasts 20 ms here: 40 minutes of growth and 10 of bake pass in a second.
  const assembly = { ...app.assembly, templates: template };
  host = await startHost({ assembly, dataDir: app.dataDir, port: 0, deploymentMinuteMs: 20 });
  const to = { endpoint: host.doors.aws, region: REGION, credentials: CREDENTIALS, maxAttempts: 1 };
  control = new AppConfigClient(to);
  data = new AppConfigDataClient(to);
}
beforeAll(() => open());
afterAll(async () => {
  await host.close();
  app.remove();
});

const where = { ApplicationIdentifier: 'planner', EnvironmentIdentifier: 'live' };
async function session(profile: string) {
  const input = { ...where, ConfigurationProfileIdentifier: profile };
  return (await data.send(new StartConfigurationSessionCommand(input))).InitialConfigurationToken;
}
async function poll(token: string | undefined) {
  const answer = await data.send(new GetLatestConfigurationCommand({ ConfigurationToken: token }));
  const content = answer.Configuration?.transformToString() ?? '';
  return { next: answer.NextPollConfigurationToken, value: content === '' ? undefined : JSON.parse(content) };
}
const ids = { ApplicationId: 'planner', EnvironmentId: 'live' };
const createIn = (profile: string, content: unknown) =>
  control.send(
    new CreateHostedConfigurationVersionCommand({
      ApplicationId: 'planner',
      ConfigurationProfileId: profile,
      ContentType: 'application/json',
      Content: Buffer.from(JSON.stringify(content)),
      Description: 'candidate',
    }),
  );
const create = (content: unknown) => createIn('policy', content);
const createFlags = (content: unknown) => createIn('flags', content);
const deploy = (version: number | undefined, strategy: string) =>
  control.send(
    new StartDeploymentCommand({
      ...ids,
      ConfigurationProfileId: 'policy',
      ConfigurationVersion: String(version),
      DeploymentStrategyId: strategy,
    }),
  );
const stateOf = async (number: number | undefined) =>
  (await control.send(new GetDeploymentCommand({ ...ids, DeploymentNumber: number }))).State;
const complete = (number: number | undefined) =>
  until(async () => ((await stateOf(number)) === 'COMPLETE' ? true : undefined));

describe('AppConfig', () => {
  it('feature flags arrive as their values, attributes only of enabled ones', async () => {
    expect((await poll(await session('flags'))).value).toEqual({
      planning: { enabled: true, mode: 'canary' },
      rollout: { enabled: false },
    });
  });

  it('unchanged configuration is empty, and a token is good for one call', async () => {
    const token = await session('policy');
    const first = await poll(token);
    expect(first.value).toEqual({ cap: 1 });
    expect((await poll(first.next)).value).toBeUndefined();
    await expect(poll(token)).rejects.toMatchObject({ name: 'BadRequestException' });
  });

  it('a new version is seen once it is deployed, and not before', async () => {
    const watching = await poll(await session('policy'));
    const created = await create({ cap: 2 });
    expect(created).toMatchObject({ VersionNumber: 2, Description: 'candidate', ContentType: 'application/json' });
    const before = await poll(watching.next);
    expect(before.value).toBeUndefined();
    const { DeploymentNumber } = await deploy(created.VersionNumber, 's0');
    expect((await poll(before.next)).value).toEqual({ cap: 2 });
    await complete(DeploymentNumber);
    const { Items = [] } = await control.send(new ListDeploymentsCommand(ids));
    expect(Items[0]).toMatchObject({ DeploymentNumber, ConfigurationVersion: '2' });
  });

  it('a deployment goes through its states, and none starts beside it', async () => {
    const { VersionNumber } = await create({ cap: 3 });
    const { DeploymentNumber, State } = await deploy(VersionNumber, 's40');
    expect(State).toBe('DEPLOYING');
    await expect(deploy(VersionNumber, 's0')).rejects.toMatchObject({ name: 'ConflictException' });
    await complete(DeploymentNumber);
    expect((await poll(await session('policy'))).value).toEqual({ cap: 3 });
  });

  it('a stopped deployment leaves everybody with the version before', async () => {
    const { VersionNumber } = await create({ cap: 4 });
    const { DeploymentNumber } = await deploy(VersionNumber, 's1440');
    await control.send(new StopDeploymentCommand({ ...ids, DeploymentNumber }));
    expect(await stateOf(DeploymentNumber)).toBe('ROLLED_BACK');
    expect((await poll(await session('policy'))).value).toEqual({ cap: 3 });
    const again = control.send(new StopDeploymentCommand({ ...ids, DeploymentNumber }));
    await expect(again).rejects.toMatchObject({ name: 'BadRequestException' });
  });

  it.each<[string, object]>([
    ['values.planning.mode: "maybe" is not one of canary, on', { mode: 'maybe' }],
    ['values.planning.mode: a value is required', {}],
    ['values.planning.mode: 1 is not of the type string', { mode: 1 }],
    ['values.planning.share: 1.5 is not between 0 and 1', { mode: 'on', share: 1.5 }],
    ['values.planning.segments: ["emea"] has "emea", which does not match', { mode: 'on', segments: ['emea'] }],
  ])('a flag against its constraints is refused: %s', async (message, planning) => {
    const values = { ...FLAGS.values, planning: { enabled: true, ...planning } };
    await expect(createFlags({ ...FLAGS, values })).rejects.toMatchObject({
      name: 'BadRequestException',
      message: expect.stringContaining(message),
    });
  });

  it('a flag within its constraints is taken', async () => {
    const planning = { enabled: true, mode: 'canary', share: 0.5, segments: ['region:emea'] };
    const stored = await createFlags({ ...FLAGS, values: { ...FLAGS.values, planning } });
    expect(stored.VersionNumber).toBeGreaterThan(1);
  });

  it('content against the schema is refused with the violation', async () => {
    await expect(create({ cap: 'many' })).rejects.toMatchObject({
      name: 'BadRequestException',
      message: expect.stringContaining('/cap must be number'),
    });
  });

  it('content the Lambda validator refuses is not deployed, and its reason reaches the caller', async () => {
    const { VersionNumber } = await create({ cap: 11 });
    await expect(deploy(VersionNumber, 's0')).rejects.toMatchObject({
      name: 'BadRequestException',
      message: expect.stringContaining('cap 11 breaks an invariant'),
    });
    expect((await poll(await session('policy'))).value).toEqual({ cap: 3 });
  });

  it('versions and profiles can be read back', async () => {
    const profile = { ApplicationId: 'planner', ConfigurationProfileId: 'policy' };
    const read = await control.send(new GetHostedConfigurationVersionCommand({ ...profile, VersionNumber: 2 }));
    expect(Buffer.from(read.Content ?? []).toString()).toBe('{"cap":2}');
    const { Items = [] } = await control.send(new ListHostedConfigurationVersionsCommand(profile));
    expect(Items.map(({ VersionNumber }) => VersionNumber)).toEqual([5, 4, 3, 2, 1]);
    expect(await control.send(new GetConfigurationProfileCommand(profile))).toMatchObject({
      Name: 'policy',
      LocationUri: 'hosted',
    });
    const gone = control.send(new GetHostedConfigurationVersionCommand({ ...profile, VersionNumber: 99 }));
    await expect(gone).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('what was deployed survives a restart; only a changed template deploys anew', async () => {
    await host.close();
    await open();
    expect((await poll(await session('policy'))).value).toEqual({ cap: 3 });
    await host.close();
    await open([{ Resources: resources(7) }]);
    expect((await poll(await session('policy'))).value).toEqual({ cap: 7 });
  });
});

describe('deployment progress', () => {
  const started = Date.parse('2026-11-22T09:00:00Z');
  const deployment = (growthType: string, growthFactor: number): Deployment => ({
    number: 1,
    application: 'a',
    environment: 'e',
    profile: 'p',
    version: '1',
    strategy: 's',
    description: '',
    startedAt: '2026-11-22T09:00:00Z',
    stoppedAt: null,
    minutes: 10,
    bakeMinutes: 5,
    growthFactor,
    growthType,
  });
  it.each([
    ['LINEAR', 20, 0, 20, 'DEPLOYING'],
    ['LINEAR', 20, 5, 60, 'DEPLOYING'],
    ['LINEAR', 20, 9.9, 100, 'DEPLOYING'],
    ['EXPONENTIAL', 10, 0, 10, 'DEPLOYING'],
    ['LINEAR', 20, 12, 100, 'BAKING'],
    ['LINEAR', 20, 15, 100, 'COMPLETE'],
  ])('%s growth by %i after %d minutes: %i %%, %s', (type, factor, minutes, percentage, state) => {
    expect(progress(deployment(type, factor), started + minutes * 60_000, 60_000)).toEqual({ percentage, state });
  });
});
