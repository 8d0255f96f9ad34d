import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { EmailIdentity } from 'aws-cdk-lib/aws-ses';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Configuration } from './configuration.ts';
import type { Tables } from './tables.ts';

/** What a function may do beside its tables. */
export type Capability = keyof typeof CAPABILITIES;

/** What there is around a function, as far as the stack that makes it knows. */
export interface Surroundings {
  readonly tables: Tables;
  /** Base URL of the HTTP API, no trailing slash. */
  readonly publicUrl: string;
  readonly references: Secret;
  /** Keys of the digests by which objections are known. */
  readonly objections: Secret;
  /** Keys that webhooks are signed with. */
  readonly webhooks: Secret;
  readonly sender: { readonly identity: EmailIdentity; readonly from: string };
  readonly events: Queue;
  /** Absent for what configuration itself is made with. */
  readonly configuration?: Configuration;
  readonly mission?: StateMachine;
  readonly promotion?: StateMachine;
  /** Where ends of missions wait until they were heard. */
  readonly ended?: Queue;
  readonly issuer?: { readonly url: string; readonly audience: string };
}

export interface Given {
  readonly environment: Readonly<Record<string, string>>;
  readonly statements: readonly PolicyStatement[];
  /** Resources with a wildcard among them, as the check of rights writes them, and why no name is known beforehand. */
  readonly wildcards?: { readonly resources: readonly string[]; readonly reason: string };
}

/**
 * Variables and rights that come with a capability.
 * @throws Error where the stack lacks what the capability is about
 */
export function give(capability: Capability, around: Surroundings): Given {
  return CAPABILITIES[capability](around);
}

const CAPABILITIES = {
  'read-configuration': ({ configuration }: Surroundings): Given => ({
    environment: placeOf(present(configuration, CONFIGURATION)),
    statements: [present(configuration, CONFIGURATION).readStatement()],
  }),
  'see-deployments': (around: Surroundings): Given => {
    const configuration = present(around.configuration, CONFIGURATION);
    return {
      environment: placeOf(configuration),
      statements: configuration.seeStatements(),
      wildcards: { resources: configuration.wildcards(), reason: NUMBERED },
    };
  },
  'restore-configuration': (around: Surroundings): Given => {
    const configuration = present(around.configuration, CONFIGURATION);
    return {
      environment: { ...placeOf(configuration), ROLLBACK_STRATEGY: configuration.atOnce.deploymentStrategyId },
      statements: configuration.restoreStatements(),
      wildcards: { resources: configuration.wildcards(), reason: NUMBERED },
    };
  },
  // Stores versions; whether one is ever deployed is for somebody else to decide.
  'store-policies': (around: Surroundings): Given => {
    const configuration = present(around.configuration, CONFIGURATION);
    return { environment: placeOf(configuration), statements: [configuration.storeStatement(['policy'])] };
  },
  'spread-configuration': (around: Surroundings): Given => {
    const configuration = present(around.configuration, CONFIGURATION);
    return {
      environment: {
        ...placeOf(configuration),
        ROLLBACK_STRATEGY: configuration.atOnce.deploymentStrategyId,
        SHADOW_STRATEGY: configuration.shadow.deploymentStrategyId,
        CANARY_STRATEGY: configuration.canary.deploymentStrategyId,
      },
      statements: configuration.spreadStatements(),
      wildcards: { resources: configuration.wildcards(), reason: NUMBERED },
    };
  },
  'derive-references': ({ references }: Surroundings): Given => ({
    environment: { REFERENCE_SECRET: references.secretArn },
    statements: allow('secretsmanager:GetSecretValue', references.secretArn),
  }),
  'sign-webhooks': ({ webhooks }: Surroundings): Given => ({
    environment: { WEBHOOK_SECRET: webhooks.secretArn },
    statements: allow('secretsmanager:GetSecretValue', webhooks.secretArn),
  }),
  'recognise-objections': ({ objections }: Surroundings): Given => ({
    environment: { OBJECTION_SECRET: objections.secretArn },
    statements: allow('secretsmanager:GetSecretValue', objections.secretArn),
  }),
  'send-mail': ({ sender }: Surroundings): Given => ({
    environment: { MAIL_FROM: sender.from },
    statements: allow('ses:SendEmail', sender.identity.emailIdentityArn),
  }),
  'queue-events': ({ events }: Surroundings): Given => ({
    environment: { EVENTS_QUEUE_URL: events.queueUrl },
    statements: allow('sqs:SendMessage', events.queueArn),
  }),
  'receive-events': ({ events }: Surroundings): Given => ({
    environment: { EVENTS_QUEUE_URL: events.queueUrl },
    statements: [receive(events)],
  }),
  'hear-missions': ({ ended }: Surroundings): Given => ({
    environment: {},
    statements: [receive(present(ended, 'the queue of ended missions'))],
  }),
  'start-mission': ({ mission }: Surroundings): Given => {
    const { stateMachineArn } = present(mission, 'the mission');
    return {
      environment: { MISSION_ARN: stateMachineArn },
      statements: allow('states:StartExecution', stateMachineArn),
    };
  },
  'start-promotion': ({ promotion }: Surroundings): Given => {
    const { stateMachineArn } = present(promotion, 'the promotion');
    return {
      environment: { PROMOTION_ARN: stateMachineArn },
      statements: allow('states:StartExecution', stateMachineArn),
    };
  },
  'pass-promotions': ({ promotion }: Surroundings): Given => ({
    environment: {},
    statements: allow('states:SendTaskSuccess', present(promotion, 'the promotion').stateMachineArn),
  }),
  'care-for-promotions': ({ promotion }: Surroundings): Given => {
    const { stateMachineArn } = present(promotion, 'the promotion');
    return {
      environment: {},
      statements: ['Success', 'Failure', 'Heartbeat'].flatMap((kind) =>
        allow(`states:SendTask${kind}`, stateMachineArn),
      ),
    };
  },
  // A token names its execution by itself; the right to answer is given per state machine.
  'pass-gates': ({ mission }: Surroundings): Given => ({
    environment: {},
    statements: allow('states:SendTaskSuccess', present(mission, 'the mission').stateMachineArn),
  }),
  // For a step of the mission, which is there before the mission is: its stack adds the right once both are there.
  'pass-own-gates': (): Given => ({ environment: {}, statements: [] }),
  'fail-gates': ({ mission }: Surroundings): Given => ({
    environment: {},
    statements: allow('states:SendTaskFailure', present(mission, 'the mission').stateMachineArn),
  }),
  'beat-gates': ({ mission }: Surroundings): Given => ({
    environment: {},
    statements: allow('states:SendTaskHeartbeat', present(mission, 'the mission').stateMachineArn),
  }),
  'verify-tokens': ({ issuer }: Surroundings): Given => {
    const { url, audience } = present(issuer, 'a token issuer');
    return { environment: { ISSUER_URL: url, AUDIENCE: audience }, statements: [] };
  },
} as const;

const CONFIGURATION = 'the configuration';
const NUMBERED =
  'AppConfig numbers deployments and versions as they are made; only those of this application are covered.';

function placeOf(configuration: Configuration) {
  return {
    CONFIG_APPLICATION: configuration.application.applicationId,
    CONFIG_ENVIRONMENT: configuration.environment.environmentId,
    FLAGS_PROFILE: configuration.flags.configurationProfileId,
    POLICY_PROFILE: configuration.policy.configurationProfileId,
  };
}

function allow(action: string, resource: string): PolicyStatement[] {
  return [new PolicyStatement({ actions: [action], resources: [resource] })];
}

/** What an event source mapping does under the role of its function. */
function receive(queue: Queue): PolicyStatement {
  return new PolicyStatement({
    actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'],
    resources: [queue.queueArn],
  });
}

function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`this stack has not got ${what}: pass it in, or move the function`);
  return value;
}
