import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AwsError, type AwsService, awsEndpoint, jsonService } from '../../infra/local/aws-endpoint.ts';
import { listen, shut } from './dynalite.ts';

/** Profiles of the configuration the functions read. */
export type Profile = 'flags' | 'policy';

const Text = z.string();
const Message = z.object({ Id: Text, MessageBody: Text });

/** The services around the tables, as small as they can be: they keep what they were asked and answer plainly. */
export async function startAws() {
  const configuration = new Map<string, unknown>();
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
    appconfig: ({ method, path, query, body }) => {
      if (method === 'POST' && path === '/configurationsessions') {
        const { ConfigurationProfileIdentifier } = z
          .object({ ConfigurationProfileIdentifier: Text })
          .parse(JSON.parse(body.toString('utf8')));
        return {
          status: 201,
          headers: { 'content-type': 'application/json' },
          body: { InitialConfigurationToken: ConfigurationProfileIdentifier },
        };
      }
      const json = { 'content-type': 'application/json' };
      // The control plane has seen no deployment: what there is was there from the start.
      if (path.endsWith('/deployments')) return { status: 200, headers: json, body: { Items: [] } };
      const value = configuration.get(query.get('configuration_token') ?? '');
      return {
        status: 200,
        headers: { 'content-type': 'application/json', 'version-label': 'v1' },
        body: Buffer.from(JSON.stringify(value)),
      };
    },
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
  return { endpoint, configuration, executions, tasks, queue, mails, away, close: () => shut(server) };
}
export type TestAws = Awaited<ReturnType<typeof startAws>>;
