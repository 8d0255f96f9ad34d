import { AppConfig } from './app-config.ts';
import { type Call, type Invocation, sdkError } from './calls.ts';
import type { Random } from './random.ts';
import { fields, Tables, type Written } from './tables.ts';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly link: string;
  readonly by: Invocation;
}
/** A state that waits for its token. */
export interface Waiting {
  /** Run and attempt. */
  readonly gate: string;
  told(outcome: { readonly output: string } | { readonly error: string }): void;
  beat(): void;
}

/** What happens in the services that somebody watches. */
export interface Witness {
  wrote(written: Written, by: Invocation): void;
  mailed(mail: Mail): void;
  /** `unseen`: what was in force came after whoever deploys has looked. */
  deployed(profile: string, values: unknown, before: unknown, unseen: boolean): void;
  stopped(profile: string, coming: unknown, before: unknown): void;
  answered(gate: string, output: string): void;
  started(name: string, input: string): void;
}

export type Services = ReturnType<typeof servicesOf>;

/** The AWS services of one schedule, in memory. `perform` does what a call asks, at once and wholly. */
export function servicesOf(random: Random, witness: Witness) {
  const tables = new Tables();
  const config = new AppConfig();
  const queue: string[] = [];
  const mails: Mail[] = [];
  const executions = new Map<string, string>();
  const waiting = new Map<string, Waiting>();
  /** The flags read last by anybody since the last cold start. */
  const last: { flags: unknown } = { flags: undefined };
  const shortPages = random.chance(0.3);

  const settle = (input: Call['input'], outcome: Parameters<Waiting['told']>[0]): object => {
    const token = String(input['taskToken']);
    const waits = waiting.get(token);
    if (waits === undefined) throw sdkError('TaskTimedOut');
    if ('output' in outcome) witness.answered(waits.gate, outcome.output);
    waiting.delete(token);
    waits.told(outcome);
    return {};
  };

  const perform = ({ name, input, by }: Call): unknown => {
    switch (name) {
      case 'Get':
        return tables.get(input, random.chance(0.5));
      case 'Put': {
        const written = tables.put(input);
        witness.wrote(written, by);
        return {};
      }
      case 'Delete':
        witness.wrote(tables.remove(input), by);
        return {};
      case 'Query':
        return tables.query(input, shortPages ? 3 : 1000, random.chance(0.5));
      case 'SendMessageBatch': {
        const entries = Array.isArray(input['Entries']) ? input['Entries'].map(fields) : [];
        for (const { MessageBody } of entries) queue.push(String(MessageBody));
        return { Failed: [] };
      }
      case 'SendEmail': {
        const mail = mailOf(input, by);
        mails.push(mail);
        witness.mailed(mail);
        return {};
      }
      case 'StartExecution': {
        const [run, given] = [String(input['name']), String(input['input'])];
        if (executions.has(run)) throw sdkError('ExecutionAlreadyExists');
        executions.set(run, given);
        witness.started(run, given);
        return {};
      }
      case 'SendTaskSuccess':
        return settle(input, { output: String(input['output']) });
      case 'SendTaskFailure':
        return settle(input, { error: String(input['error']) });
      case 'SendTaskHeartbeat': {
        const waits = waiting.get(String(input['taskToken']));
        if (waits === undefined) throw sdkError('TaskTimedOut');
        waits.beat();
        return {};
      }
      case 'GetSecretValue':
        return { SecretString: 'a secret for tests, long enough to derive keys from' };
      case 'StartConfigurationSession':
        return { InitialConfigurationToken: input['ConfigurationProfileIdentifier'] };
      case 'GetLatestConfiguration':
        if (input['ConfigurationToken'] === 'flags') {
          by.flags = config.inForce('flags');
          last.flags = by.flags;
        }
        return config.latest(input['ConfigurationToken']);
      case 'ListDeployments':
        by.seen = config.newest();
        return config.list();
      case 'GetDeployment':
        return config.deployment(input);
      case 'GetHostedConfigurationVersion':
        return config.hosted(input);
      case 'StopDeployment': {
        const { profile, values } = config.coming(input);
        const before = config.inForce(profile);
        const stopped = config.stop(input);
        witness.stopped(profile, values, before);
        return stopped;
      }
      case 'StartDeployment': {
        const { profile, values } = config.wanted(input);
        const before = config.inForce(profile);
        const unseen = config.numberInForce(profile) > by.seen;
        config.start(input);
        witness.deployed(profile, values, before, unseen);
        return {};
      }
      default:
        throw new Error(`the simulated services do not know ${name}`);
    }
  };
  return { tables, config, queue, mails, executions, waiting, last, perform };
}

function mailOf(input: Call['input'], by: Invocation): Mail {
  const simple = fields(fields(input['Content'])['Simple']);
  const text = String(fields(fields(simple['Body'])['Text'])['Data']);
  const [to] = [fields(input['Destination'])['ToAddresses']].flat();
  const link = /https?:\/\/\S+/.exec(text)?.[0] ?? '';
  return { to: String(to), subject: String(fields(simple['Subject'])['Data']), link, by };
}
