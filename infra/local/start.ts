import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { SCOPES } from '../../core/model/api-routes.ts';
import { parse } from '../../core/model/parse.ts';
import { parseJson } from '../../core/model/parse-json.ts';
import { Policy } from '../../core/model/policy.ts';
import { demonstrate } from './demo.ts';
import { type Host, startHost } from './host.ts';
import { DEFAULT_PORT } from './ports.ts';
import { demonstratePromotion } from './promotion-demo.ts';
import type { Assembly } from './template.ts';

const HELP = `The whole application on this machine: npm start -- [options]

  --port N     first of five ports in a row (default ${DEFAULT_PORT}): API, AWS services, DynamoDB, inbox, token issuer
  --data DIR   where everything is kept over a restart (default .data)
  --fresh      begin with an empty data folder
  --approve    approve the example's run through its page, keep what comes out, and end
  --promote F  promote this policy/1 of the example's tenant (infra/local/examples/candidate.json), and end
  --no-demo    start the application and nothing else
  --help       this text

Ctrl-C ends it. What functions print lies in DIR/logs, what the demonstration makes in DIR/out.
`;

/** Who works on this machine: the tenant these policies know, and a sender that needs nobody's confirmation. */
const POLICIES = join(import.meta.dirname, 'policy.json');
const TENANT = 'demo';
const PARAMETERS = { MailFrom: 'planner@demo.example' };

type Settings = {
  port: number;
  dataDir: string;
  fresh: boolean;
  approve: boolean;
  demo: boolean;
  promote: string | undefined;
};

/** A deployment that takes an hour on AWS is over in 12 s here: nobody waits two hours to see a promotion. */
const DEPLOYMENT_MINUTE_MS = 200;

/**
 * `npm start`.
 * @param assemble synthesises the application
 * @returns the exit code, or undefined while the host runs on
 */
export async function start(args: readonly string[], assemble: () => Promise<Assembly>): Promise<number | undefined> {
  const settings = readSettings(args);
  if (typeof settings === 'string') {
    (settings === HELP ? process.stdout : process.stderr).write(settings);
    return settings === HELP ? 0 : 2;
  }
  const unfit = settings.promote === undefined ? undefined : candidateTrouble(settings.promote);
  if (unfit !== undefined) {
    process.stderr.write(`--promote ${settings.promote}: ${unfit}\n`);
    return 2;
  }
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const assembly = () => {
    say('Building functions and templates …');
    return assemble();
  };
  let host: Host;
  try {
    host = await startHost({
      assembly,
      ...settings,
      parameters: PARAMETERS,
      tenant: TENANT,
      scope: SCOPES.join(' '),
      deploymentMinuteMs: DEPLOYMENT_MINUTE_MS,
      log: say,
    });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    return 1;
  }
  const ending = closeOnSignal(host);
  say(`API      ${host.url}/v1/health`);
  say(`Inbox    ${host.inboxUrl}`);
  say(`Issuer   ${host.issuerUrl}  (client ${host.client.id}, secret ${host.client.secret})`);
  if (!settings.demo) return undefined;
  const shown = await demonstration(host, settings, say, ending);
  if (settings.approve || settings.promote !== undefined) {
    await host.close();
    return shown ? 0 : 1;
  }
  if (!ending.aborted) say('The application runs on; ctrl-C ends it.');
  return undefined;
}

function readSettings(args: readonly string[]): Settings | string {
  const option = { type: 'boolean', default: false } as const;
  const options = {
    port: { type: 'string', default: String(DEFAULT_PORT) },
    data: { type: 'string', default: '.data' },
    fresh: option,
    approve: option,
    promote: { type: 'string' },
    'no-demo': option,
    help: option,
  } as const;
  try {
    const { values } = parseArgs({ args: [...args], options });
    if (values.help) return HELP;
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 1 || port > 65_531) {
      return `--port ${values.port}: use a number from 1 to 65531, five ports in a row are needed\n`;
    }
    const { fresh, approve, promote } = values;
    return { port, dataDir: resolve(values.data), fresh, approve, promote, demo: !values['no-demo'] };
  } catch (error) {
    return `${error instanceof Error ? error.message : error}\n\n${HELP}`;
  }
}

/** Why a file is no policy to promote, before anything is started for it. */
function candidateTrouble(file: string): string | undefined {
  try {
    const read = parseJson(readFileSync(file, 'utf8'));
    const policy = read.ok ? parse(Policy, read.value) : read;
    if (policy.ok) return undefined;
    const [first] = policy.violations;
    return `it is no policy/1: ${first?.path ?? ''} ${first?.rule}: received ${first?.received}; ${first?.remedy}`;
  } catch (error) {
    return `${error instanceof Error ? error.message : error}; name a file of policy/1, such as infra/local/examples/candidate.json`;
  }
}

async function demonstration(
  host: Host,
  settings: Settings,
  say: (line: string) => void,
  ending: AbortSignal,
): Promise<boolean> {
  const access = {
    apiUrl: host.url,
    inboxUrl: host.inboxUrl,
    issuerUrl: host.issuerUrl,
    clientId: host.client.id,
    clientSecret: host.client.secret,
  };
  const outDir = join(settings.dataDir, 'out');
  try {
    const portfolio = readFileSync(join(import.meta.dirname, 'examples', 'portfolio.json'), 'utf8');
    if (settings.promote !== undefined) {
      const policy = readFileSync(settings.promote, 'utf8');
      return await demonstratePromotion({ access, portfolio, policy, outDir, say });
    }
    return await demonstrate({
      access,
      portfolio,
      approve: settings.approve,
      outDir,
      say,
    });
  } catch (error) {
    // While the host closes under it, its requests fail: that is no news.
    if (!ending.aborted) say(`The demonstration stopped: ${error instanceof Error ? error.message : error}`);
    return false;
  }
}

/** @returns aborted as soon as the host is told to end */
function closeOnSignal(host: Host): AbortSignal {
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      ending.abort();
      void host.close().then(() => process.exit(0));
    });
  }
  return ending.signal;
}

if (import.meta.main) {
  const { assemble } = await import('../app.ts');
  const code = await start(process.argv.slice(2), () => assemble({ policies: POLICIES }));
  if (code !== undefined) process.exit(code);
}
