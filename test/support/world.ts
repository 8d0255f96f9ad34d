import type { Context } from 'aws-lambda';
import { startAws } from './aws.ts';
import { startTables } from './dynalite.ts';
import { TABLES } from './tables.ts';

/**
 * Real tables and small services on loopback, and an environment that points the functions at them. Open it before a
 * handler is imported: handlers read their environment once.
 */
export async function openWorld(more: Readonly<Record<string, string>> = {}) {
  const [tables, aws] = await Promise.all([startTables(TABLES), startAws()]);
  Object.assign(process.env, {
    ...TABLES,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint,
    // One attempt: what is lost is lost, as in a kill.
    AWS_MAX_ATTEMPTS: '1',
    MISSION_ARN: 'arn:aws:states:eu-central-1:000000000000:stateMachine:mission',
    PROMOTION_ARN: 'arn:aws:states:eu-central-1:000000000000:stateMachine:promotion',
    ...aws.appConfig.variables,
    ROLLBACK_STRATEGY: 'at-once',
    SHADOW_STRATEGY: 'at-once',
    CANARY_STRATEGY: 'at-once',
    REFERENCE_SECRET: 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:reference',
    OBJECTION_SECRET: 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:objections',
    WEBHOOK_SECRET: 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:webhooks',
    PUBLIC_URL: 'http://127.0.0.1:8080',
    ISSUER_URL: 'http://127.0.0.1:8081',
    AUDIENCE: 'risk-aware-scheduling',
    MAIL_FROM: 'plans@example.com',
    EVENTS_QUEUE_URL: `${aws.endpoint}/000000000000/events`,
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    ...more,
  });
  aws.configuration.set('flags', flags());
  aws.configuration.set('policy', { contract: 'policy-set/1', default: { contract: 'policy/1' } });
  return {
    tables,
    aws,
    close: async () => {
      await aws.close();
      await tables.close();
    },
  };
}
export type World = Awaited<ReturnType<typeof openWorld>>;

export function flags(stopped = false) {
  return { scheduling: { enabled: true, mode: 'on', share: 1 }, stop: { enabled: stopped } };
}

/** What Lambda passes beside the event. */
export const lambdaContext: Context = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'test',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:test',
  memoryLimitInMB: '512',
  awsRequestId: 'test',
  logGroupName: 'test',
  logStreamName: 'test',
  getRemainingTimeInMillis: () => 30_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
};
