import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { folderOf, ofType, only, texts } from './synthesised.ts';

describe('delivery', () => {
  const mapping = only('AWS::Lambda::EventSourceMapping', ({ id }) => id.startsWith('Delivery'));
  const deliver = only('AWS::Lambda::Function', (lambda) => folderOf(lambda) === 'deliver');

  it('reads the queue in batches and gives back single messages', () => {
    expect(texts(mapping.Properties['FunctionName'])).toContain(deliver.id);
    expect(mapping.Properties).toMatchObject({ FunctionResponseTypes: ['ReportBatchItemFailures'], BatchSize: 10 });
  });

  it('has a queue that hides a message six times as long as the function may work on it', () => {
    const queue = only('AWS::SQS::Queue', ({ id }) => /^Events[0-9A-F]{8}$/.test(id));
    expect(Number(queue.Properties['VisibilityTimeout'])).toBe(6 * Number(deliver.Properties['Timeout']));
  });
});

describe('the nightly run', () => {
  it('is started once a night, in UTC, and a start that fails is kept', () => {
    const schedule = only('AWS::Scheduler::Schedule', ({ id }) => id.startsWith('Nightly'));
    expect(schedule.Properties).toMatchObject({
      ScheduleExpression: 'cron(0 2 * * ? *)',
      ScheduleExpressionTimezone: 'UTC',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { DeadLetterConfig: expect.anything() },
    });
    const target = texts(schedule.Properties['Target']);
    expect(folderOf(only('AWS::Lambda::Function', ({ id }) => target.includes(id)))).toBe('start-nightly');
  });
});

describe('care for gates, rollbacks and events', () => {
  it.each([
    ['GateCare', 'remind'],
    ['RollbackCare', 'resume-rollbacks'],
    ['Relaying', 'relay'],
  ])('%s is taken each minute, by one copy at a time', (name, folder) => {
    const schedule = only('AWS::Scheduler::Schedule', ({ id }) => id.startsWith(name));
    expect(schedule.Properties).toMatchObject({ ScheduleExpression: 'cron(* * * * ? *)' });
    const target = texts(schedule.Properties['Target']);
    const lambda = only('AWS::Lambda::Function', ({ id }) => target.includes(id));
    expect([folderOf(lambda), lambda.Properties['ReservedConcurrentExecutions']]).toEqual([folder, 1]);
  });
});

describe('a run that waits in line', () => {
  it('is looked for whenever a mission ends, however it ends', () => {
    const rule = only('AWS::Events::Rule');
    expect(rule.Properties).toMatchObject({
      State: 'ENABLED',
      EventPattern: {
        source: ['aws.states'],
        'detail-type': ['Step Functions Execution Status Change'],
        detail: { status: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] },
      },
      Targets: [{ DeadLetterConfig: expect.anything() }],
    });
    const target = texts(rule.Properties['Targets']);
    const queue = only('AWS::SQS::Queue', ({ id }) => target.includes(id) && id.startsWith('EndedMissions'));
    const mapping = only('AWS::Lambda::EventSourceMapping', ({ id }) => id.startsWith('Hearing'));
    expect(texts(mapping.Properties['EventSourceArn'])).toContain(queue.id);
    const called = texts(mapping.Properties['FunctionName']);
    expect(folderOf(only('AWS::Lambda::Function', ({ id }) => called.includes(id)))).toBe('start-queued');
  });

  it('is told of a mission’s end for a day, until it was heard', () => {
    const { VisibilityTimeout, RedrivePolicy } = z
      .object({ VisibilityTimeout: z.number(), RedrivePolicy: z.object({ maxReceiveCount: z.number() }) })
      .parse(only('AWS::SQS::Queue', ({ id }) => /^EndedMissions[0-9A-F]{8}$/.test(id)).Properties);
    expect(VisibilityTimeout * RedrivePolicy.maxReceiveCount).toBeGreaterThanOrEqual(24 * 3600);
  });
});

describe('alarms', () => {
  const alarms = ofType('AWS::CloudWatch::Alarm').filter(({ stack }) => stack === 'SchedulingEvents');

  it.each([
    ['dead letters', 'AWS/SQS', 'ApproximateNumberOfMessagesVisible'],
    ['events that wait', 'AWS/SQS', 'ApproximateAgeOfOldestMessage'],
  ])('tell of %s', (_, namespace, metric) => {
    const found = alarms.filter(
      ({ Properties }) => Properties['Namespace'] === namespace && Properties['MetricName'] === metric,
    );
    expect(found.length).toBeGreaterThan(0);
  });

  it.each(['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'])(
    'tell of each state machine that counts %s',
    (metric) => {
      const found = alarms.filter(
        ({ Properties }) => Properties['Namespace'] === 'AWS/States' && Properties['MetricName'] === metric,
      );
      expect(found).toHaveLength(ofType('AWS::StepFunctions::StateMachine').length);
    },
  );

  it('tell of the errors of every function', () => {
    const errors = alarms.filter(
      ({ Properties }) => Properties['Namespace'] === 'AWS/Lambda' && Properties['MetricName'] === 'Errors',
    );
    expect(errors).toHaveLength(ofType('AWS::Lambda::Function').length);
  });

  it('reach the topic, which takes messages over TLS only', () => {
    const topic = only('AWS::SNS::Topic');
    for (const { Properties } of alarms) expect(texts(Properties['AlarmActions'])).toContain(topic.id);
    const statements = z
      .object({ Statement: z.array(z.object({ Effect: z.string(), Action: z.unknown() }).loose()) })
      .parse(only('AWS::SNS::TopicPolicy').Properties['PolicyDocument']).Statement;
    expect(statements).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
    expect(statements).toContainEqual(
      expect.objectContaining({ Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' } }),
    );
  });
});
