import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Host, startHost } from '../../infra/local/host.ts';
import { CREDENTIALS, fixture, lambda, machine, REGION, role, until } from './fixture.ts';

const table = {
  Type: 'AWS::DynamoDB::GlobalTable',
  Properties: {
    AttributeDefinitions: ['pk', 'sk', 'by'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byAccount',
        KeySchema: [{ AttributeName: 'by', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
    BillingMode: 'PAY_PER_REQUEST',
    Replicas: [{ Region: REGION }],
    TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
  },
};
const queue = (more: object = {}) => ({ Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 1, ...more } });

// Writes what it was called with into the table: through the environment, as on AWS.
const STORE = `
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
const client = new DynamoDBClient({});
export const handler = async (event) => {
  const put = (sk, text) => client.send(new PutItemCommand({
    TableName: process.env.TABLE, Item: { pk: { S: 'seen' }, sk: { S: sk }, text: { S: text } } }));
  if (!event.Records) { await put(event.key ?? event.detail.status, JSON.stringify(event)); return; }
  const batchItemFailures = [];
  for (const record of event.Records) {
    if (record.body === 'poison') batchItemFailures.push({ itemIdentifier: record.messageId });
    else await put(record.body, JSON.stringify(record));
  }
  return { batchItemFailures };
};`;

const app = fixture(
  {
    Role: role,
    Runs: table,
    Dead: queue(),
    Work: queue({ RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 2 } }),
    Manual: queue(),
    Store: lambda('store', { TABLE: { Ref: 'Runs' } }),
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: { 'Fn::GetAtt': ['Work', 'Arn'] },
        FunctionName: { Ref: 'Store' },
        BatchSize: 5,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      },
    },
    Secret: {
      Type: 'AWS::SecretsManager::Secret',
      Properties: { GenerateSecretString: { PasswordLength: 48, ExcludePunctuation: true, ExcludeCharacters: 'l1O0' } },
    },
    Template: {
      Type: 'AWS::SecretsManager::Secret',
      Properties: {
        Name: 'client',
        GenerateSecretString: { SecretStringTemplate: '{"id":"crm"}', GenerateStringKey: 'secret', PasswordLength: 20 },
      },
    },
    Mail: { Type: 'AWS::SES::EmailIdentity', Properties: { EmailIdentity: 'example.com' } },
    Fails: machine({ StartAt: 'F', States: { F: { Type: 'Fail', Error: 'Broken', Cause: 'on purpose' } } }),
    OnFailure: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventPattern: {
          source: ['aws.states'],
          'detail-type': ['Step Functions Execution Status Change'],
          detail: { status: ['FAILED', 'TIMED_OUT'], stateMachineArn: [{ Ref: 'Fails' }] },
        },
        Targets: [{ Id: 'store', Arn: { 'Fn::GetAtt': ['Store', 'Arn'] } }],
      },
    },
    Nightly: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: {
        ScheduleExpression: 'cron(0 2 ? * MON-FRI *)',
        ScheduleExpressionTimezone: 'Europe/Berlin',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: {
          Arn: { 'Fn::GetAtt': ['Store', 'Arn'] },
          Input: '{"key":"nightly","at":"<aws.scheduler.scheduled-time>"}',
          RoleArn: 'arn:role',
        },
      },
    },
    Rate: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: {
        ScheduleExpression: 'rate(1 second)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn: { 'Fn::GetAtt': ['Store', 'Arn'] }, Input: '{"key":"rate"}', RoleArn: 'arn:role' },
      },
    },
  },
  { store: STORE },
);

let host: Host;
let to: { endpoint: string; region: string; credentials: typeof CREDENTIALS; maxAttempts: number };
let sqs: SQSClient;
let db: DynamoDBClient;
async function open(): Promise<void> {
  host = await startHost({ assembly: app.assembly, dataDir: app.dataDir, port: 0 });
  to = { endpoint: host.doors.aws, region: REGION, credentials: CREDENTIALS, maxAttempts: 1 };
  sqs = new SQSClient(to);
  db = new DynamoDBClient({ ...to, endpoint: host.doors.dynamodb });
}
beforeAll(open);
afterAll(async () => {
  await host.close();
  app.remove();
});

const urlOf = async (QueueName: string) => (await sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl;
const seen = (sk: string) =>
  until(async () => {
    const { Item } = await db.send(
      new GetItemCommand({ TableName: 'Runs', Key: { pk: { S: 'seen' }, sk: { S: sk } } }),
    );
    return Item?.['text']?.S === undefined ? undefined : JSON.parse(Item['text'].S);
  });
const waiting = async (name: string) => {
  const QueueUrl = await urlOf(name);
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  return Attributes?.['ApproximateNumberOfMessages'];
};

describe('SQS', () => {
  it('a received message is hidden until its time-out is over, and gone once deleted', async () => {
    const QueueUrl = await urlOf('Manual');
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }));
    const receive = async () =>
      (await sqs.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 600 }))).Messages?.[0];
    const first = await receive();
    expect(first).toMatchObject({ Body: 'one', Attributes: { ApproximateReceiveCount: '1' } });
    expect(await receive()).toBeUndefined();
    const over = { QueueUrl, ReceiptHandle: first?.ReceiptHandle, VisibilityTimeout: 0 };
    await sqs.send(new ChangeMessageVisibilityCommand(over));
    const again = await receive();
    expect(again).toMatchObject({ Body: 'one', Attributes: { ApproximateReceiveCount: '2' } });
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: again?.ReceiptHandle }));
    await sqs.send(new ChangeMessageVisibilityCommand(over));
    expect(await receive()).toBeUndefined();
  });

  it('a mapping hands messages to its function; what it reports as failed ends in the dead letters', async () => {
    const entries = ['first', 'poison', 'second'].map((MessageBody, index) => ({ Id: String(index), MessageBody }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: await urlOf('Work'), Entries: entries }));
    expect(await seen('first')).toMatchObject({
      body: 'first',
      eventSource: 'aws:sqs',
      eventSourceARN: `arn:aws:sqs:${REGION}:000000000000:Work`,
    });
    await seen('second');
    await until(async () => ((await waiting('Dead')) === '1' ? true : undefined));
    expect(await waiting('Work')).toBe('0');
  });

  it('a queue that is not there is refused by name', async () => {
    await expect(urlOf('Nowhere')).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  });
});

describe('SES', () => {
  const send = (FromEmailAddress: string, Html = '<p>Open <a href="http://127.0.0.1/v1">it</a></p>') =>
    new SESv2Client(to).send(
      new SendEmailCommand({
        FromEmailAddress,
        Destination: { ToAddresses: ['ann@example.org'] },
        Content: {
          Simple: {
            Subject: { Data: 'Approve <plan>' },
            Body: { Text: { Data: 'Open http://127.0.0.1/v1' }, Html: { Data: Html } },
          },
        },
      }),
    );

  it('a sent mail lies in the inbox, as JSON and as pages that run nothing of it', async () => {
    const { MessageId } = await send('Planner <plan@example.com>');
    const { emails } = JSON.parse(await (await fetch(`${host.inboxUrl}/store`)).text());
    expect(emails).toHaveLength(1);
    expect(emails[0]).toMatchObject({
      id: MessageId,
      to: ['ann@example.org'],
      subject: 'Approve <plan>',
      text: 'Open http://127.0.0.1/v1',
    });
    expect(await (await fetch(host.inboxUrl)).text()).toContain('Approve &#60;plan&#62;');
    const page = await (await fetch(`${host.inboxUrl}/mails/${MessageId}`)).text();
    expect(page).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
    expect(page).not.toContain('<p>Open <a');
    expect(host.mails()).toHaveLength(1);
  });

  it('a sender that is no identity of the template is refused', async () => {
    await expect(send('evil@other.example')).rejects.toMatchObject({ name: 'MessageRejected' });
  });
});

describe('Secrets Manager', () => {
  const read = async (SecretId: string) =>
    (await new SecretsManagerClient(to).send(new GetSecretValueCommand({ SecretId }))).SecretString ?? '';

  it('a generated secret follows its rule and stays the same over a restart', async () => {
    const secret = await read('Secret');
    expect(secret).toMatch(/^[A-Za-z0-9]{48}$/);
    expect(secret).not.toMatch(/[l1O0]/);
    expect(JSON.parse(await read('client'))).toMatchObject({ id: 'crm', secret: expect.stringMatching(/^.{20}$/) });
    await host.close();
    await open();
    expect(await read('Secret')).toBe(secret);
    await expect(read('other')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('DynamoDB', () => {
  it('items survive a restart, and conditions hold', async () => {
    const put = () =>
      db.send(
        new PutItemCommand({
          TableName: 'Runs',
          Item: { pk: { S: 't' }, sk: { S: 'head' } },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      );
    await put();
    await host.close();
    await open();
    await expect(put()).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  });
});

describe('schedules and events', () => {
  it('a schedule runs when its time has come', async () => {
    expect(await seen('rate')).toEqual({ key: 'rate' });
  });

  it('a schedule can be run by hand, its context attributes filled in', async () => {
    await host.fire('Nightly');
    expect(await seen('nightly')).toEqual({ key: 'nightly', at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}Z$/) });
    await expect(host.fire('Hourly')).rejects.toThrow('no schedule "Hourly"; there are: Nightly, Rate');
  });

  it('a failed execution reaches the rule that waits for it', async () => {
    const stateMachineArn = `arn:aws:states:${REGION}:000000000000:stateMachine:Fails`;
    await new SFNClient(to).send(new StartExecutionCommand({ stateMachineArn, name: 'f-1', input: '{}' }));
    expect(await seen('FAILED')).toMatchObject({
      source: 'aws.states',
      detail: { name: 'f-1', status: 'FAILED', error: 'Broken' },
    });
  });
});
