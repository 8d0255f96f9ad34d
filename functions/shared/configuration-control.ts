import {
  AppConfigClient,
  CreateHostedConfigurationVersionCommand,
  type Deployment,
  DeploymentState,
  type DeploymentSummary,
  GetDeploymentCommand,
  GetHostedConfigurationVersionCommand,
  ListDeploymentsCommand,
  StartDeploymentCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-appconfig';
import { z } from 'zod';
import { Flags, PolicySet } from '../../core/model/policy.ts';
import type { ConfigurationDocument } from '../../core/policy/restore-step.ts';
import { afterOf } from './deployment-order.ts';
import { environment } from './environment.ts';
import { calling, errorName } from './transient.ts';

/** A deployment, as far as a rollback looks at it. */
export interface Deployed {
  readonly number: number;
  readonly document: ConfigurationDocument;
  readonly version: string;
  /** The newest deployment that whoever began this one had seen, where they say so. */
  readonly after: number | null;
}

export interface Deployments {
  /** Number of the newest of all, whatever became of it; 0: there is none. */
  readonly newest: number;
  /** Flags that came into force between a look and the rollback's deployment that followed it; null: none did. */
  readonly overtaken: Deployed | null;
  /** What was deployed last, whole. */
  readonly flags: Deployed | null;
  readonly policy: Deployed | null;
  readonly underWay: Deployed | null;
}

const UNDER_WAY: readonly string[] = [
  DeploymentState.BAKING,
  DeploymentState.DEPLOYING,
  DeploymentState.ROLLING_BACK,
  DeploymentState.VALIDATING,
];
/** Deployments looked back at; the first of each document that is complete is the one in force. */
const LOOK_BACK = 50;

const FlagsDocument = z.object({ values: z.object({ scheduling: z.looseObject({}), stop: z.looseObject({}) }) });
/** The document as it is stored, everything kept, to store another one made of it. */
const FlagsSource = z.looseObject({
  flags: z.looseObject({ scheduling: z.looseObject({ attributes: z.record(z.string(), z.json()).default({}) }) }),
  values: z.looseObject({ scheduling: z.looseObject({}) }),
});

/** How a version spreads: to everybody at once; at once and then watched by the alarm; to more and more. */
export type Pace = 'at-once' | 'shadow' | 'canary';
const STRATEGIES = { 'at-once': 'ROLLBACK_STRATEGY', shadow: 'SHADOW_STRATEGY', canary: 'CANARY_STRATEGY' } as const;
const TRIALS = { constraints: { type: 'array', elements: { type: 'string' } } };

export type ConfigurationControl = ReturnType<typeof configurationControl>;

/** The control plane of AppConfig: what is deployed, and deploying and stopping it. Hosted versions never change. */
export function configurationControl() {
  const names = environment('CONFIG_APPLICATION', 'CONFIG_ENVIRONMENT', 'FLAGS_PROFILE', 'POLICY_PROFILE');
  const client = new AppConfigClient({});
  const place = { ApplicationId: names.CONFIG_APPLICATION, EnvironmentId: names.CONFIG_ENVIRONMENT };
  const profiles = { flags: names.FLAGS_PROFILE, policy: names.POLICY_PROFILE };

  const deployed = ({
    DeploymentNumber: number,
    ConfigurationProfileId,
    ConfigurationVersion: version,
    Description,
  }: Deployment): Deployed[] =>
    number === undefined || version === undefined
      ? []
      : (['flags', 'policy'] as const)
          .filter((document) => profiles[document] === ConfigurationProfileId)
          .map((document) => ({ number, document, version, after: afterOf(Description) }));

  const read = async (DeploymentNumber: number | undefined): Promise<Deployed[]> =>
    deployed(await calling('read a deployment', client.send(new GetDeploymentCommand({ ...place, DeploymentNumber }))));

  /** The newest flags somebody deployed between `flags` and the deployment it says it came after; no rollback's. */
  const overtakenBy = async (flags: Deployed | null, items: readonly DeploymentSummary[]): Promise<Deployed | null> => {
    if (flags === null || flags.after === null) return null;
    const [from, to] = [flags.after, flags.number];
    for (const { DeploymentNumber = 0, State } of items) {
      if (DeploymentNumber <= from || DeploymentNumber >= to || State !== DeploymentState.COMPLETE) continue;
      for (const one of await read(DeploymentNumber)) if (one.document === 'flags' && one.after === null) return one;
    }
    return null;
  };

  const content = async (document: ConfigurationDocument, version: string): Promise<unknown> => {
    const answer = await calling(
      `read version ${version} of ${document}`,
      client.send(
        new GetHostedConfigurationVersionCommand({
          ApplicationId: place.ApplicationId,
          ConfigurationProfileId: profiles[document],
          VersionNumber: Number(version),
        }),
      ),
    );
    return JSON.parse(new TextDecoder().decode(answer.Content));
  };

  const store = async (document: ConfigurationDocument, value: unknown, Description: string): Promise<string> => {
    const create = new CreateHostedConfigurationVersionCommand({
      ApplicationId: place.ApplicationId,
      ConfigurationProfileId: profiles[document],
      ContentType: 'application/json',
      Content: new TextEncoder().encode(JSON.stringify(value)),
      Description,
    });
    const { VersionNumber } = await calling(`store a version of ${document}`, client.send(create));
    return String(VersionNumber);
  };

  return {
    /** What is in force and what is on its way, newest first until both are known: a summary does not name its profile. */
    async look(): Promise<Deployments> {
      const list = new ListDeploymentsCommand({ ...place, MaxResults: LOOK_BACK });
      const { Items = [] } = await calling('list deployments', client.send(list));
      const newest = Math.max(0, ...Items.map(({ DeploymentNumber = 0 }) => DeploymentNumber));
      let found: Deployments = { newest, flags: null, policy: null, underWay: null, overtaken: null };
      for (const { DeploymentNumber, State = '' } of Items) {
        if (found.flags !== null && found.policy !== null) break;
        const moving = UNDER_WAY.includes(State);
        if (!moving && State !== DeploymentState.COMPLETE) continue;
        for (const one of await read(DeploymentNumber)) {
          if (moving) found = { ...found, underWay: one };
          else if (found[one.document] === null) found = { ...found, [one.document]: one };
        }
      }
      return { ...found, overtaken: await overtakenBy(found.flags, Items) };
    },

    /** The values of a version of the flags, as the data plane gives them: attributes of enabled flags only. */
    async flags(version: string): Promise<Flags> {
      const { values } = FlagsDocument.parse(await content('flags', version));
      const seen = (flag: Readonly<Record<string, unknown>>) => (flag['enabled'] === true ? flag : { enabled: false });
      return Flags.parse({ scheduling: seen(values.scheduling), stop: seen(values.stop) });
    },

    policies: async (version: string): Promise<PolicySet> => PolicySet.parse(await content('policy', version)),

    /** Stores a policy set; nothing is deployed by it. Repeated, it stores another version of the same content. */
    storePolicies: (set: PolicySet, description: string): Promise<string> => store('policy', set, description),

    /** Stores the flags of a version with other trials; undefined: with none. */
    async storeTrials(version: string, trials: readonly string[] | undefined, description: string): Promise<string> {
      const source = FlagsSource.parse(await content('flags', version));
      const { trials: _, ...scheduling } = source.values.scheduling;
      const declared = source.flags.scheduling;
      return store(
        'flags',
        {
          ...source,
          flags: {
            ...source.flags,
            scheduling: { ...declared, attributes: { trials: TRIALS, ...declared.attributes } },
          },
          values: { ...source.values, scheduling: { ...scheduling, ...(trials === undefined ? {} : { trials }) } },
        },
        description,
      );
    },

    /** False: it was through, or stopped already. */
    async stop(DeploymentNumber: number): Promise<boolean> {
      try {
        await calling('stop a deployment', client.send(new StopDeploymentCommand({ ...place, DeploymentNumber })));
        return true;
      } catch (error) {
        if (errorName(error) === 'BadRequestException') return false;
        throw error;
      }
    },

    /** False: another deployment is under way. */
    async deploy(
      document: ConfigurationDocument,
      version: string,
      Description: string,
      pace: Pace = 'at-once',
    ): Promise<boolean> {
      const strategy = environment(STRATEGIES[pace])[STRATEGIES[pace]];
      const start = new StartDeploymentCommand({
        ...place,
        ConfigurationProfileId: profiles[document],
        ConfigurationVersion: version,
        DeploymentStrategyId: strategy,
        Description,
      });
      try {
        await calling(`deploy version ${version} of ${document}`, client.send(start));
        return true;
      } catch (error) {
        if (errorName(error) === 'ConflictException') return false;
        throw error;
      }
    },
  };
}
