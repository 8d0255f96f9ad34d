import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { EventSourceMapping, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { Alarms } from '../constructs/alarms.ts';
import type { Surroundings } from '../constructs/capability.ts';
import { DomainFunction } from '../constructs/domain-function.ts';
import { ScheduledFunction } from '../constructs/scheduled-function.ts';
import { TriggerDeadLetters } from '../constructs/trigger-dead-letters.ts';

export interface EventsStackProps extends StackProps {
  readonly around: Omit<Surroundings, 'mission' | 'promotion'>;
  readonly mission: StateMachine;
  readonly promotion: StateMachine;
  readonly deadLetters: Queue;
  readonly bundles: string;
  /** Functions of the other stacks, to be watched. */
  readonly watched: readonly IFunction[];
}

/** A stop must not wait long, and a heartbeat must not be missed by a hair. */
const EVERY_MINUTE = 'cron(* * * * ? *)';
/** Every six minutes for a day. */
const MAX_HEARINGS = 240;

/** What happens without anybody asking: delivery of events, the nightly and the queued runs, care for gates and rollbacks, and the alarms. */
export class EventsStack extends Stack {
  constructor(scope: Construct, id: string, props: EventsStackProps) {
    const { around, mission, promotion, deadLetters, bundles, watched, ...stackProps } = props;
    super(scope, id, stackProps);
    const deliver = new DomainFunction(this, { name: 'deliver', around, bundles });
    const delivery = new EventSourceMapping(this, 'Delivery', {
      target: deliver,
      eventSourceArn: around.events.queueArn,
      batchSize: 10,
      reportBatchItemFailures: true,
      maxConcurrency: 10,
    });
    // Lambda asks the queue under the role of the function as soon as the mapping is made.
    delivery.node.addDependency(
      ...(deliver.role?.node.findAll().filter(({ node }) => node.id === 'DefaultPolicy') ?? []),
    );
    const nightly = new ScheduledFunction(this, 'Nightly', {
      target: new DomainFunction(this, { name: 'start-nightly', around: { ...around, mission }, bundles }),
      description: 'Plans every tenant that has a portfolio and asks for nightly runs',
      cron: 'cron(0 2 * * ? *)',
    });
    const anchoring = new ScheduledFunction(this, 'Anchoring', {
      target: new DomainFunction(this, { name: 'anchor', around, bundles }),
      description: 'Anchors the chains of the day before',
      cron: 'cron(15 0 * * ? *)',
    });
    const gates = new ScheduledFunction(this, 'GateCare', {
      target: new DomainFunction(this, { name: 'remind', around: { ...around, mission, promotion }, bundles }),
      description: 'Looks after every open gate: heartbeat, reminder, lost answers, stops',
      cron: EVERY_MINUTE,
    });
    const rollbacks = new ScheduledFunction(this, 'RollbackCare', {
      target: new DomainFunction(this, { name: 'resume-rollbacks', around, bundles }),
      description: 'Goes on with rollbacks that were cut off or had to wait',
      cron: EVERY_MINUTE,
    });
    const relaying = new ScheduledFunction(this, 'Relaying', {
      target: new DomainFunction(this, { name: 'relay', around, bundles }),
      description: 'Sends events that were stored and cut off before the queue had them',
      cron: EVERY_MINUTE,
    });
    const monitoring = new ScheduledFunction(this, 'Monitoring', {
      target: new DomainFunction(this, { name: 'monitor', around, bundles }),
      description: 'Watches every tenant outside deployments, and goes back to the baseline on a breach',
      cron: 'cron(35 * * * ? *)',
    });
    const refining = new ScheduledFunction(this, 'Refining', {
      target: new DomainFunction(this, { name: 'refine', around: { ...around, promotion }, bundles }),
      description: 'Holds outcomes against forecasts, and proposes corrections',
      cron: 'cron(5 1 * * ? *)',
    });
    const unheard = new TriggerDeadLetters(this, 'MissionEndedDeadLetters');
    // A function called by a rule is tried three times within minutes; a tenant must not be kept waiting by a longer outage.
    const ended = new Queue(this, 'EndedMissions', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: Duration.minutes(6),
      retentionPeriod: Duration.days(14),
      deadLetterQueue: { queue: unheard, maxReceiveCount: MAX_HEARINGS },
    });
    const queued = new DomainFunction(this, { name: 'start-queued', around: { ...around, mission, ended }, bundles });
    const hearing = new EventSourceMapping(this, 'Hearing', {
      target: queued,
      eventSourceArn: ended.queueArn,
      batchSize: 1,
    });
    hearing.node.addDependency(
      ...(queued.role?.node.findAll().filter(({ node }) => node.id === 'DefaultPolicy') ?? []),
    );
    new Rule(this, 'MissionEnded', {
      description: 'However a mission ends, its tenant is free for the next run; however a promotion ends, it says so',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          status: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'],
          stateMachineArn: [mission.stateMachineArn, promotion.stateMachineArn],
        },
      },
      targets: [new SqsQueue(ended, { deadLetterQueue: unheard })],
    });
    const alarms = new Alarms(this, 'Alarms');
    alarms.above('DeadLettersWaiting', deadLetters.metricApproximateNumberOfMessagesVisible(), 0);
    alarms.above('NightlyNotStarted', nightly.deadLetters.metricApproximateNumberOfMessagesVisible(), 0);
    alarms.above('ChainsNotAnchored', anchoring.deadLetters.metricApproximateNumberOfMessagesVisible(), 0);
    alarms.above('GatesNotLookedAfter', gates.deadLetters.metricApproximateNumberOfMessagesVisible(), 0);
    alarms.above('RollbacksNotGoneOnWith', rollbacks.deadLetters.metricApproximateNumberOfMessagesVisible(), 0);
    alarms.above('EventsNotRelayed', relaying.deadLetters.metricApproximateNumberOfMessagesVisible(), 0);
    alarms.above('NotMonitored', monitoring.deadLetters.metricApproximateNumberOfMessagesVisible(), 0);
    alarms.above('NotRefined', refining.deadLetters.metricApproximateNumberOfMessagesVisible(), 0);
    alarms.above('MissionEndNotHeard', unheard.metricApproximateNumberOfMessagesVisible(), 0);
    alarms.above('EventsLate', around.events.metricApproximateAgeOfOldestMessage(), 3600);
    for (const [name, machine] of [['Mission', mission] as const, ['Promotion', promotion] as const]) {
      alarms.above(`${name}Failed`, machine.metricFailed(), 0);
      alarms.above(`${name}TimedOut`, machine.metricTimedOut(), 0);
      alarms.above(`${name}Aborted`, machine.metricAborted(), 0);
    }
    for (const target of [
      ...watched,
      deliver,
      queued,
      nightly.target,
      anchoring.target,
      gates.target,
      rollbacks.target,
      relaying.target,
      monitoring.target,
      refining.target,
    ]) {
      alarms.above(`${target.node.id}Errors`, target.metricErrors(), 0);
    }
  }
}
