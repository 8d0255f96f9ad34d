import { describe, expect, it } from 'vitest';
import { TABLE_NAMES } from '../../infra/constructs/tables.ts';
import { ofType, only, parameters, resources, texts } from './synthesised.ts';

describe('what must survive', () => {
  const tables = ofType('AWS::DynamoDB::Table');

  it('is one table for each name', () => {
    expect(tables).toHaveLength(TABLE_NAMES.length);
  });

  it.each(tables.map((table) => [table.id, table] as const))('%s is encrypted, restorable and kept', (_, table) => {
    expect(table).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: true },
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
      },
    });
  });

  it('stands in a stack without functions, and so do the queue, the secret, the sender and the address', () => {
    const types = resources.filter(({ stack }) => stack === 'SchedulingStateful').map(({ Type }) => Type);
    expect([...new Set(types)].sort()).toEqual([
      'AWS::ApiGatewayV2::Api',
      'AWS::DynamoDB::Table',
      'AWS::SES::EmailIdentity',
      'AWS::SQS::Queue',
      'AWS::SQS::QueuePolicy',
      'AWS::SecretsManager::Secret',
    ]);
    const kept = ofType('AWS::SecretsManager::Secret').map(({ id, DeletionPolicy }) => [
      id.slice(0, -8),
      DeletionPolicy,
    ]);
    expect(kept.sort()).toEqual([
      ['Objections', 'Retain'],
      ['References', 'Retain'],
      ['Webhooks', 'Retain'],
    ]);
  });

  it('waits for delivery encrypted, and is set aside after eight attempts', () => {
    const queue = only('AWS::SQS::Queue', ({ id }) => /^Events[0-9A-F]{8}$/.test(id));
    expect(queue.Properties).toMatchObject({ SqsManagedSseEnabled: true, RedrivePolicy: { maxReceiveCount: 8 } });
    const deadLetters = texts(queue.Properties['RedrivePolicy']).find((text) => text.startsWith('DeadLetters'));
    expect(only('AWS::SQS::Queue', ({ id }) => id === deadLetters).Properties).toMatchObject({
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 14 * 86_400,
    });
  });
});

describe('what a deployment must be told', () => {
  it('is the issuer, its audience and the sender, and nothing else', () => {
    expect([...parameters].sort()).toEqual(['Audience', 'IssuerUrl', 'MailFrom']);
  });
});
