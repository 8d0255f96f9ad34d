import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Host, startHost } from '../../infra/local/host.ts';
import { CREDENTIALS, fixture, lambda, machine, REGION, role, until } from './fixture.ts';

const gate = (more: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
  Parameters: { FunctionName: '${Post}', Payload: { 'token.$': '$$.Task.Token', 'run.$': '$$.Execution.Name' } },
  ...more,
});
const alone = (state: object) => ({ StartAt: 'Only', States: { Only: { End: true, ...state } } });
const invoke = (payload: object, more: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: '${Work}', Payload: payload },
  ResultSelector: { 'value.$': '$.Payload' },
  ...more,
});

// A posted token lies in a queue, where the test picks it up like a person would pick up a mail.
const POST = `
import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';
const client = new SQSClient({});
export const handler = async (event) => {
  await client.send(new SendMessageCommand({ QueueUrl: process.env.TOKENS_URL, MessageBody: JSON.stringify(event) }));
};`;
const WORK = `
export const handler = async (event) => {
  if (event.fail) { const error = new Error('no luck'); error.name = event.fail; throw error; }
  if (event.sleep) await new Promise((resolve) => setTimeout(resolve, event.sleep));
  if (event.exit) process.exit(3);
  return event;
};`;

const functions = { Post: { 'Fn::GetAtt': ['PostFn', 'Arn'] }, Work: { Ref: 'WorkFn' } };
const app = fixture(
  {
    Role: role,
    Tokens: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 600 } },
    PostFn: lambda('post', { TOKENS_URL: { Ref: 'Tokens' } }),
    WorkFn: lambda('work'),
    SlowFn: lambda('work', {}, { Timeout: 1 }),
    Echo: machine(alone(invoke({ 'n.$': '$.n' })), functions),
    Gate: machine(
      {
        StartAt: 'Ask',
        States: {
          Ask: gate({
            TimeoutSeconds: 60,
            HeartbeatSeconds: 30,
            Catch: [{ ErrorEquals: ['Rejected'], Next: 'No' }],
            Next: 'Yes',
          }),
          Yes: { Type: 'Succeed' },
          No: { Type: 'Pass', Parameters: { 'why.$': '$.Cause' }, End: true },
        },
      },
      functions,
    ),
    Short: machine(
      {
        StartAt: 'Ask',
        States: {
          Ask: gate({
            TimeoutSecondsPath: '$.seconds',
            Catch: [{ ErrorEquals: ['States.Timeout'], ResultPath: '$.error', Next: 'Late' }],
            End: true,
          }),
          Late: { Type: 'Pass', Parameters: { 'error.$': '$.error.Error' }, End: true },
        },
      },
      functions,
    ),
    Silent: machine(alone(gate({ HeartbeatSeconds: 1 })), functions),
    Long: machine(alone(gate({ TimeoutSeconds: 30 * 86_400 })), functions),
    Failing: machine(alone(invoke({ 'fail.$': '$.error' })), functions),
    Slow: machine(alone(invoke({ sleep: 60_000 })), { Work: { Ref: 'SlowFn' } }),
    Next: machine(alone(invoke({ n: 1 })), { Work: { Ref: 'SlowFn' } }),
    Exit: machine(alone(invoke({ exit: true })), functions),
    Plain: machine(alone({ Type: 'Task', Resource: '${WorkArn}' }), { WorkArn: { 'Fn::GetAtt': ['WorkFn', 'Arn'] } }),
    Queueing: machine(
      alone({
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage',
        Parameters: { QueueUrl: '${Url}', MessageBody: { 'run.$': '$$.Execution.Name' } },
      }),
      { Url: { Ref: 'Tokens' } },
    ),
    Brief: machine({ TimeoutSeconds: 1, ...alone({ Type: 'Wait', Seconds: 60 }) }),
  },
  { post: POST, work: WORK },
);

let host: Host;
let sfn: SFNClient;
let sqs: SQSClient;
beforeAll(async () => {
  host = await startHost({ assembly: app.assembly, dataDir: app.dataDir, port: 0 });
  const to = { endpoint: host.doors.aws, region: REGION, credentials: CREDENTIALS, maxAttempts: 1 };
  sfn = new SFNClient(to);
  sqs = new SQSClient(to);
});
afterAll(async () => {
  await host.close();
  app.remove();
});

const arnOf = (name: string) => `arn:aws:states:${REGION}:000000000000:stateMachine:${name}`;
const start = (name: string, run: string, input: unknown = {}) =>
  sfn.send(new StartExecutionCommand({ stateMachineArn: arnOf(name), name: run, input: JSON.stringify(input) }));
const describeRun = (executionArn: string | undefined) => sfn.send(new DescribeExecutionCommand({ executionArn }));
const ended = (executionArn: string | undefined) =>
  until(async () => {
    const execution = await describeRun(executionArn);
    return execution.status === 'RUNNING' ? undefined : execution;
  });

/** The token posted for this run. */
async function tokenOf(run: string): Promise<string> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'Tokens' }));
  return until(async () => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    const bodies = Messages.map(({ Body }) => JSON.parse(Body ?? '{}'));
    const mine = bodies.find((body) => body.run === run);
    return mine === undefined ? undefined : String(mine.token);
  });
}

describe('Step Functions', () => {
  it('an execution runs its function and ends with its output', async () => {
    const { executionArn } = await start('Echo', 'echo-1', { n: 7 });
    expect(await ended(executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      name: 'echo-1',
      output: '{"value":{"n":7}}',
    });
    const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(events.map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
    expect(events[1]?.stateEnteredEventDetails).toEqual({ name: 'Only', input: '{"n":7}' });
  });

  it('a plain function ARN as resource gives the bare payload', async () => {
    const { executionArn } = await start('Plain', 'plain-1', { a: 1 });
    expect(await ended(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '{"a":1}' });
  });

  it('the same name and input while it runs is the same execution; other input, or once it ended, is refused', async () => {
    const first = await start('Gate', 'twice', { a: 1, b: 2 });
    const second = await start('Gate', 'twice', { b: 2, a: 1 });
    expect(second.executionArn).toBe(first.executionArn);
    expect(second.startDate).toEqual(first.startDate);
    await expect(start('Gate', 'twice', { a: 2 })).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    await sfn.send(
      new StopExecutionCommand({ executionArn: first.executionArn, error: 'Stopped', cause: 'by the owner' }),
    );
    expect(await describeRun(first.executionArn)).toMatchObject({
      status: 'ABORTED',
      error: 'Stopped',
      cause: 'by the owner',
    });
    await expect(start('Gate', 'twice', { a: 1, b: 2 })).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  });

  it('a gate takes one answer and no second', async () => {
    const { executionArn } = await start('Gate', 'gate-1');
    const taskToken = await tokenOf('gate-1');
    expect((await describeRun(executionArn)).status).toBe('RUNNING');
    await sfn.send(new SendTaskHeartbeatCommand({ taskToken }));
    await sfn.send(new SendTaskSuccessCommand({ taskToken, output: '{"approved":true}' }));
    expect(await ended(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '{"approved":true}' });
    const again = sfn.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }));
    await expect(again).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  it('a refused gate is caught by its error name', async () => {
    const { executionArn } = await start('Gate', 'gate-2');
    const taskToken = await tokenOf('gate-2');
    await sfn.send(new SendTaskFailureCommand({ taskToken, error: 'Rejected', cause: 'not now' }));
    expect(await ended(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '{"why":"not now"}' });
  });

  it('a token nobody issued, and an output that is not JSON, are refused', async () => {
    const forged = sfn.send(new SendTaskSuccessCommand({ taskToken: 'forged', output: '{}' }));
    await expect(forged).rejects.toMatchObject({ name: 'InvalidToken' });
    const { executionArn } = await start('Gate', 'gate-3');
    const broken = sfn.send(new SendTaskSuccessCommand({ taskToken: await tokenOf('gate-3'), output: 'no' }));
    await expect(broken).rejects.toMatchObject({ name: 'InvalidOutput' });
    await sfn.send(new StopExecutionCommand({ executionArn }));
  });

  it('a gate nobody answers times out into its catcher, after the seconds its path names', async () => {
    const { executionArn } = await start('Short', 'short-1', { seconds: 1 });
    const taskToken = await tokenOf('short-1');
    expect(await ended(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '{"error":"States.Timeout"}' });
    const late = sfn.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }));
    await expect(late).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  it('a missing heartbeat fails the attempt', async () => {
    const { executionArn } = await start('Silent', 'silent-1');
    expect(await ended(executionArn)).toMatchObject({ status: 'FAILED', error: 'States.HeartbeatTimeout' });
  });

  it('a gate of 30 days is still open after a moment', async () => {
    const { executionArn } = await start('Long', 'long-1');
    await tokenOf('long-1');
    expect((await describeRun(executionArn)).status).toBe('RUNNING');
    const { executions = [] } = await sfn.send(
      new ListExecutionsCommand({ stateMachineArn: arnOf('Long'), statusFilter: 'RUNNING' }),
    );
    expect(executions.map(({ name }) => name)).toEqual(['long-1']);
    await sfn.send(new StopExecutionCommand({ executionArn }));
  });

  it("a function's error keeps its name, with Lambda's description as the cause", async () => {
    const { executionArn } = await start('Failing', 'failing-1', { error: 'PlanInfeasible' });
    const execution = await ended(executionArn);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'PlanInfeasible' });
    expect(JSON.parse(execution.cause ?? '')).toMatchObject({ errorType: 'PlanInfeasible', errorMessage: 'no luck' });
  });

  it('a function that takes too long is ended, and the next call gets a fresh one', async () => {
    const { executionArn } = await start('Slow', 'slow-1');
    expect(await ended(executionArn)).toMatchObject({ status: 'FAILED', error: 'Sandbox.Timedout' });
    const next = await start('Next', 'next-1');
    expect(await ended(next.executionArn)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('a function that exits is reported as Lambda does', async () => {
    const { executionArn } = await start('Exit', 'exit-1');
    expect(await ended(executionArn)).toMatchObject({ status: 'FAILED', error: 'Runtime.ExitError' });
  });

  it('a task sends to a queue', async () => {
    const { executionArn } = await start('Queueing', 'queueing-1');
    const execution = await ended(executionArn);
    expect(JSON.parse(execution.output ?? '')).toHaveProperty('MessageId');
  });

  it("the machine's own time-out ends the execution", async () => {
    const { executionArn } = await start('Brief', 'brief-1');
    expect((await ended(executionArn)).status).toBe('TIMED_OUT');
  });

  it('a machine or execution that is not there is refused by name', async () => {
    await expect(start('Nowhere', 'x')).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
    await expect(describeRun('arn:nothing')).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
    await expect(start('Echo', 'bad name')).rejects.toMatchObject({ name: 'InvalidName' });
  });
});
