import type { Server } from 'node:http';
import { join, resolve } from 'node:path';
import { AppConfig } from './appconfig.ts';
import { appConfigService } from './appconfig-data.ts';
import { type AwsService, awsEndpoint } from './aws-endpoint.ts';
import { documents } from './durable.ts';
import { createTables, dynamo } from './dynamodb.ts';
import { emptyFolder, refuseForeignFolder } from './empty-folder.ts';
import { startEventSources } from './event-source.ts';
import { eventBus } from './events.ts';
import { Executions } from './executions.ts';
import { functionLog } from './function-log.ts';
import { httpApi } from './http-api.ts';
import { type Client, openIssuer, type TokenRequest } from './identity.ts';
import { startFunctions } from './lambda.ts';
import { lambdaService } from './lambda-api.ts';
import { lateHandler } from './late-handler.ts';
import { lockFolder } from './lock.ts';
import { type Mail, openInbox } from './mail.ts';
import type { Place } from './physical.ts';
import { type Door, type Doors, listen, requireFreePorts, shut } from './ports.ts';
import { startSchedules } from './scheduler.ts';
import { sdkEnvironment } from './sdk-environment.ts';
import { secretsService } from './secrets-manager.ts';
import { openQueues } from './sqs.ts';
import { readMachines, startExecution, statusEvent, stepFunctionsService } from './step-functions.ts';
import type { Targets } from './targets.ts';
import { taskTokens } from './task-tokens.ts';
import { type Assembly, readResources } from './template.ts';

export type HostOptions = {
  /** called only once ports and data folder are known to be free: making it takes seconds */
  readonly assembly: Assembly | (() => Promise<Assembly>);
  /** where everything that must survive a restart lies */
  readonly dataDir: string;
  /** base port; 0 lets the system choose each */
  readonly port: number;
  /** throw away what the folder holds */
  readonly fresh?: boolean;
  /** values for template parameters; `IssuerUrl` is this host's issuer unless given */
  readonly parameters?: Readonly<Record<string, string>>;
  /** audience of the tokens this host issues */
  readonly audience?: string;
  /** tenant of the client this host's issuer knows */
  readonly tenant?: string;
  /** scopes of the tokens this host issues unless others are asked for, space-separated */
  readonly scope?: string;
  /** false: schedules are read, and run only by `fire` */
  readonly schedules?: boolean;
  /** how long one minute of an AppConfig deployment strategy lasts here, milliseconds; default a minute */
  readonly deploymentMinuteMs?: number;
  /** called with each line for the person at the terminal; what functions print goes to `<dataDir>/logs/` */
  readonly log?: (line: string) => void;
};

export type Host = {
  /** the HTTP API */
  readonly url: string;
  readonly inboxUrl: string;
  readonly issuerUrl: string;
  readonly doors: Doors;
  /** environment that points SDK clients of another process at this host */
  readonly environment: Readonly<Record<string, string>>;
  /** the client that the issuer's `POST /token` knows */
  readonly client: Client;
  token(request: TokenRequest): Promise<string>;
  mails(): readonly Mail[];
  /** runs a schedule now, by its name or logical id */
  fire(schedule: string): Promise<void>;
  close(): Promise<void>;
};

/**
 * Runs the application of a synthesised template in this process, on loopback only. Tables, functions, routes, schedules,
 * state machines and configuration are read from the template and stand nowhere else.
 * @throws Error `PortTaken`, `DataFolderInUse`, `DataFolderUnusable`, `NotADataFolder`, or one that names the resource that cannot be run here
 */
export async function startHost(options: HostOptions): Promise<Host> {
  const dataDir = resolve(options.dataDir);
  const unlock = lockFolder(dataDir);
  const closing: (() => unknown)[] = [unlock];
  const close = async () => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    // First whatever may refuse to start, then what takes long, and only then what cannot be undone.
    await requireFreePorts(options.port);
    if (options.fresh === true) refuseForeignFolder(dataDir);
    const assembly = typeof options.assembly === 'function' ? await options.assembly() : options.assembly;
    if (options.fresh === true) emptyFolder(dataDir);
    return await open({ ...options, assembly }, dataDir, closing, close);
  } catch (error) {
    await close();
    throw error;
  }
}

const REGION = 'eu-central-1';
const ACCOUNT = '000000000000';

async function open(
  options: HostOptions & { readonly assembly: Assembly },
  dataDir: string,
  closing: (() => unknown)[],
  close: () => Promise<void>,
): Promise<Host> {
  const { port, assembly } = options;
  let closed = false;
  // What a host on its way out cuts off is not worth a line: it goes on at the next start.
  const log = (line: string) => {
    if (!closed) options.log?.(line);
  };
  const folder = (name: string) => join(dataDir, name);
  const serve = async (server: Server, door: Door) => {
    const url = await listen(server, door, port);
    closing.push(() => shut(server));
    return url;
  };
  // Addresses first: the template is resolved with them. What the servers answer with is known only then.
  const services: Record<string, AwsService> = {};
  const gate = lateHandler();
  const mailbox = lateHandler();
  const issuer = await openIssuer({
    folder: dataDir,
    url: () => doors.issuer,
    audience: options.audience ?? 'risk-aware-scheduling',
    scope: options.scope ?? '',
    tenant: options.tenant ?? 'local',
  });
  const tables = dynamo(folder('dynamodb'));
  const doors: Doors = {
    api: await serve(gate.server, 'api'),
    aws: await serve(awsEndpoint(services), 'aws'),
    dynamodb: await serve(tables.server, 'dynamodb'),
    inbox: await serve(mailbox.server, 'inbox'),
    issuer: await serve(issuer.server, 'issuer'),
  };
  closing.push(tables.settled);

  const place: Place = { region: REGION, account: ACCOUNT, apiUrl: doors.api, awsUrl: doors.aws };
  const parameters = { IssuerUrl: doors.issuer, ...options.parameters };
  const resources = readResources(assembly.templates, place, parameters);
  const machines = readMachines(resources, assembly.assetRoot);
  const environment = sdkEnvironment(doors, REGION);

  const functions = startFunctions(resources, {
    assetRoot: assembly.assetRoot,
    inlineFolder: folder('inline'),
    // Webhooks of this machine are received on this machine.
    environment: { ...environment, WEBHOOK_LOOPBACK: 'allowed' },
    log: functionLog(folder('logs')),
  });
  closing.push(() => functions.close());
  await createTables(resources, doors.dynamodb, REGION);

  const queues = openQueues(resources, folder('queues'));
  const bus = eventBus(resources, () => targets, place, log);
  const tokens = taskTokens();
  const executions = new Executions({
    store: documents(folder('executions')),
    tokens,
    services: { functions, queues, putEvents: bus.put },
    changed: (execution) => void bus.put([statusEvent(execution)]),
    log,
  });
  const targets: Targets = {
    functions,
    queues,
    startExecution: (arn, name, input) => {
      const machine = machines.find((one) => one.arn === arn);
      if (machine === undefined) throw new Error(`there is no state machine ${arn}`);
      startExecution(executions, machine, name, input);
    },
  };
  const config = new AppConfig({
    resources,
    folder: dataDir,
    functions,
    minuteMs: options.deploymentMinuteMs ?? 60_000,
  });
  config.applyTemplate();
  const inbox = openInbox(resources, folder('mails'));
  Object.assign(services, {
    states: stepFunctionsService(executions, machines, tokens),
    appconfig: appConfigService(config),
    ses: inbox.service,
    sqs: queues.service,
    secretsmanager: secretsService(resources, folder('secrets')),
    events: bus.service,
    lambda: lambdaService(functions, log),
  });
  mailbox.use(inbox.handle);
  gate.use(httpApi(resources, functions, log));

  // Last what acts by itself: it needs everything above.
  const sources = startEventSources(resources, queues, functions, REGION, log);
  const schedules = startSchedules(resources, targets, options.schedules !== false, log);
  executions.resume(machines);
  closing.push(
    () => sources.stop(),
    () => executions.close(),
    () => schedules.stop(),
    () => {
      closed = true;
    },
  );
  return {
    url: doors.api,
    inboxUrl: doors.inbox,
    issuerUrl: doors.issuer,
    doors,
    environment,
    client: issuer.client,
    token: issuer.token,
    mails: inbox.all,
    fire: schedules.fire,
    close,
  };
}
