import {
  CloudWatchLogsClient,
  DescribeMetricFiltersCommand,
  PutMetricFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeContinuousBackupsCommand,
  DynamoDBClient,
  UpdateContinuousBackupsCommand,
} from '@aws-sdk/client-dynamodb';
import { CreateEmailIdentityCommand, GetEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { GetQueueAttributesCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { redeploy } from './configuration.ts';
import type { Stacks } from './deployed.ts';

/** Something the templates say and MiniStack drops, and how it gets there all the same. Answers what it applied. */
export interface Remedy {
  readonly dropped: string;
  readonly apply: (stacks: Stacks) => Promise<string>;
}

const Backups = z.object({ PointInTimeRecoverySpecification: z.object({ PointInTimeRecoveryEnabled: z.boolean() }) });
const Redriven = z.object({
  RedrivePolicy: z.object({ deadLetterTargetArn: z.unknown(), maxReceiveCount: z.number() }),
});
const Filter = z.object({
  FilterPattern: z.string(),
  LogGroupName: z.unknown(),
  MetricTransformations: z.array(
    z.object({ MetricName: z.string(), MetricNamespace: z.string(), MetricValue: z.string() }),
  ),
});

export const REMEDIES: readonly Remedy[] = [
  {
    dropped: 'RedrivePolicy of queues',
    apply: async (stacks) => {
      // MiniStack names queues by localhost, which may be another address than the one it listens at.
      const client = new SQSClient({ useQueueUrlAsEndpoint: false });
      const attributes = async (QueueUrl: string) =>
        (await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))).Attributes ?? {};
      const queues = stacks.ofType('AWS::SQS::Queue').filter(({ properties }) => 'RedrivePolicy' in properties);
      for (const { stack, properties, physicalId } of queues) {
        const { RedrivePolicy } = Redriven.parse(properties);
        const target = stacks.target(stack, RedrivePolicy.deadLetterTargetArn);
        const deadLetterTargetArn = (await attributes(target.physicalId))['QueueArn'];
        const policy = JSON.stringify({ ...RedrivePolicy, deadLetterTargetArn });
        await client.send(
          new SetQueueAttributesCommand({ QueueUrl: physicalId, Attributes: { RedrivePolicy: policy } }),
        );
        equal((await attributes(physicalId))['RedrivePolicy'], policy);
      }
      return `${queues.length} queue`;
    },
  },
  {
    dropped: 'PointInTimeRecovery of tables',
    apply: async (stacks) => {
      const client = new DynamoDBClient({});
      const tables = stacks
        .ofType('AWS::DynamoDB::Table')
        .filter(({ properties }) => Backups.safeParse(properties).success);
      for (const { properties, physicalId: TableName } of tables) {
        const specification = Backups.parse(properties);
        await client.send(new UpdateContinuousBackupsCommand({ TableName, ...specification }));
        const { ContinuousBackupsDescription } = await client.send(new DescribeContinuousBackupsCommand({ TableName }));
        equal(ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus, 'ENABLED');
      }
      return `${tables.length} tables`;
    },
  },
  {
    dropped: 'EmailIdentity, which only the first version of SES knows afterwards',
    apply: async (stacks) => {
      const client = new SESv2Client({});
      const EmailIdentity = stacks.one('AWS::SES::EmailIdentity').physicalId;
      await client.send(new CreateEmailIdentityCommand({ EmailIdentity }));
      await client.send(new GetEmailIdentityCommand({ EmailIdentity }));
      return EmailIdentity;
    },
  },
  {
    dropped: 'metric filters, a type it does not know',
    apply: async (stacks) => {
      const client = new CloudWatchLogsClient({});
      const filters = stacks.ofType('AWS::Logs::MetricFilter');
      for (const { stack, logicalId, properties } of filters) {
        const { FilterPattern, LogGroupName, MetricTransformations } = Filter.parse(properties);
        const logGroupName = stacks.target(stack, LogGroupName).physicalId;
        await client.send(
          new PutMetricFilterCommand({
            logGroupName,
            filterName: logicalId,
            filterPattern: FilterPattern,
            metricTransformations: MetricTransformations.map((one) => ({
              metricName: one.MetricName,
              metricNamespace: one.MetricNamespace,
              metricValue: one.MetricValue,
            })),
          }),
        );
        const { metricFilters } = await client.send(new DescribeMetricFiltersCommand({ logGroupName }));
        equal(metricFilters?.[0]?.filterPattern, FilterPattern);
      }
      return `${filters.length} filter`;
    },
  },
  {
    dropped: 'the values of feature flags, which AWS serves without the rest of their document',
    apply: async (stacks) => {
      await redeploy(stacks, 'AWS.AppConfig.FeatureFlags', (document) =>
        z.record(z.string(), z.unknown()).parse(document['values']),
      );
      return 'deployed as the next version';
    },
  },
];

function equal(given: string | undefined, wanted: string): void {
  if (given !== wanted) throw new Error(`it was set to ${wanted} and reads as ${given}`);
}
