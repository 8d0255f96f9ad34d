import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AwsError, type AwsService, awsEndpoint, jsonService } from '../../infra/local/aws-endpoint.ts';
import { startAppConfig } from './app-config.ts';
import { listen, shut } from './dynalite.ts';

const Text = z.string();
const Message = z.object({ Id: Text, MessageBody: Text });

/** The services around the tables, as small as they can be: they keep what they were asked and answer plainly. */
export async function startAws() {
  const appConfig = startAppConfig();
  /** Deploys flags or a policy set to everybody, at once. */
  const configuration = {
    set: (name: 'flags' | 'policy', value: unknown) => void appConfig.deploy(name, value, 'at-once'),
  };
  const beats: string[] = [];
  const executions = new Map<string, string>();
  const tasks = new Map<string, { readonly kind: 'waiting' | 'success' | 'failure'; readonly said: string }>();
  const queue: string[] = [];
  const mails: unknown[] = [];
  /** Services that answer 500 for now. */
  const away = new Set<string>();

  const settle = (kind: 'success' | 'failure', said: string) => (input: Readonly<Record<string, unknown>>) => {
    const token = Text.parse(input['taskToken']);
    if (tasks.get(token)?.kind !== 'waiting') throw new AwsError('TaskTimedOut', 'the task is not waiting');
    tasks.set(token, { kind, said: Text.parse(input[said]) });
    return {};
  };
  const services: Record<string, AwsService> = {
    states: jsonService('1.0', {
      StartExecution: (input) => {
        const name = Text.parse(input['name']);
        const given = Text.parse(input['input']);
        const known = executions.get(name);
        if (known !== undefined && known !== given) throw new AwsError('ExecutionAlreadyExists', name);
        executions.set(name, given);
        return { executionArn: `arn:aws:states:eu-central-1:000000000000:execution:mission:${name}`, startDate: 0 };
      },
      SendTaskSuccess: settle('success', 'output'),
      SendTaskFailure: settle('failure', 'error'),
      SendTaskHeartbeat: (input) => {
        const token = Text.parse(input['taskToken']);
        if (tasks.get(token)?.kind !== 'waiting') throw new AwsError('TaskTimedOut', 'the task is not waiting');
        beats.push(token);
        return {};
      },
    }),
    secretsmanager: jsonService('1.1', {
      GetSecretValue: () => ({ SecretString: 'a secret for tests, long enough to derive keys from' }),
    }),
    sqs: jsonService('1.0', {
      SendMessageBatch: (input) => {
        const entries = z.array(Message).parse(input['Entries']);
        queue.push(...entries.map((entry) => entry.MessageBody));
        const md5 = (text: string) => createHash('md5').update(text).digest('hex');
        const Successful = entries.map(({ Id, MessageBody }) => ({
          Id,
          MessageId: Id,
          MD5OfMessageBody: md5(MessageBody),
        }));
        return { Successful, Failed: [] };
      },
    }),
    ses: ({ body }) => {
      mails.push(JSON.parse(body.toString('utf8')));
      return {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: { MessageId: String(mails.length) },
      };
    },
    appconfig: appConfig.service,
  };
  const guarded = Object.entries(services).map(([name, service]): [string, AwsService] => [
    name,
    (request) => {
      if (away.has(name)) throw new AwsError('ServiceUnavailable', 'away', 503);
      return service(request);
    },
  ]);
  const server = awsEndpoint(Object.fromEntries(guarded));
  const endpoint = await listen(server);
  const close = async () => {
    await shut(server);
    appConfig.close();
  };
  return { endpoint, appConfig, configuration, executions, tasks, beats, queue, mails, away, close };
}
export type TestAws = Awaited<ReturnType<typeof startAws>>;
