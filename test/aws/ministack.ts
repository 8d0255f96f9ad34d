import { execFile, spawn } from 'node:child_process';
import { accessSync, closeSync, constants, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { z } from 'zod';

/** The version all of this was tried with. */
export const MINISTACK = '1.4.21';
export const REGION = 'eu-central-1';
export const ACCOUNT = '000000000000';

export interface MiniStack {
  /** Endpoint of every service. */
  readonly url: string;
  /** What a client of AWS needs to talk to it, and nothing of this machine's own accounts. */
  readonly environment: Readonly<Record<string, string>>;
  /** What it prints goes to this file. */
  readonly log: string;
}

/**
 * Starts MiniStack on a free port of 127.0.0.1, with all it writes in `folder`.
 * @param root folder of the repository; a Python environment is made in its `.venv` where `ministack` is not at hand
 * @param atEnd is given, as soon as there is something to stop, what stops it and the processes of all functions
 * @throws Error naming what is missing, or the log when it does not answer
 */
export async function startMiniStack(
  root: string,
  folder: string,
  atEnd: (stop: () => Promise<void>) => void,
): Promise<MiniStack> {
  const program = onPath('ministack') ?? (await installed(root));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const common = {
    HOME: folder,
    TMPDIR: folder,
    LANG: 'C.UTF-8',
    // Functions run under the first `node` there is: it must be the one they are made for.
    PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
    AWS_ENDPOINT_URL: url,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    // MiniStack takes an access key of twelve digits for the account.
    AWS_ACCESS_KEY_ID: ACCOUNT,
    AWS_SECRET_ACCESS_KEY: 'none',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: join(folder, 'no-config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'no-credentials'),
  };
  const log = join(folder, 'ministack.log');
  const out = openSync(log, 'a');
  // A group of its own, so that the processes of functions can be stopped with it.
  const child = spawn(program, {
    detached: true,
    stdio: ['ignore', out, out],
    env: {
      ...common,
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      MINISTACK_REGION: REGION,
      // Functions inherit it: the receiver of webhooks is on this machine too.
      WEBHOOK_LOOPBACK: 'allowed',
    },
  });
  closeSync(out);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  atEnd(async () => {
    signal(child.pid, 'SIGTERM');
    await Promise.race([ended, pause(5_000, undefined, { ref: false })]);
    signal(child.pid, 'SIGKILL');
    await ended;
  });
  try {
    await healthy(url, ended);
  } catch (cause) {
    const said = readFileSync(log, 'utf8').slice(-2_000);
    throw new Error(`${program} does not answer at ${url}; it says:\n${said}`, { cause });
  }
  return { url, environment: common, log };
}

function onPath(name: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(executable);
}

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function installed(root: string): Promise<string> {
  const bin = join(root, '.venv', 'bin');
  const program = join(bin, 'ministack');
  if (executable(program)) return program;
  if (onPath('python3') === undefined) {
    throw new Error(`needs ministack ${MINISTACK} on PATH, or python3 (with venv) to install it from PyPI`);
  }
  console.log(`Installing ministack ${MINISTACK} into .venv`);
  const run = promisify(execFile);
  await run('python3', ['-m', 'venv', join(root, '.venv')]);
  await run(join(bin, 'pip'), ['install', '--quiet', '--disable-pip-version-check', `ministack==${MINISTACK}`]);
  return program;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

const Health = z.object({ version: z.string() });

async function healthy(url: string, ended: Promise<void>): Promise<void> {
  let over = false;
  void ended.then(() => {
    over = true;
  });
  for (const until = Date.now() + 60_000; Date.now() < until && !over; await pause(100)) {
    const answer = await fetch(`${url}/_ministack/health`).catch(() => undefined);
    if (answer?.ok !== true) continue;
    const { version } = Health.parse(await answer.json());
    if (version !== MINISTACK) console.log(`ministack ${version} is at hand; this was tried with ${MINISTACK}`);
    return;
  }
  throw new Error(over ? 'it ended at once' : 'it did not answer within 60 s');
}

/** To the whole group; one that is gone already is what is wanted. */
function signal(pid: number | undefined, name: 'SIGTERM' | 'SIGKILL'): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, name);
  } catch {
    return;
  }
}
