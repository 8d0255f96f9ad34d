import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { HostArguments } from './host-process.ts';

const Ready = z.object({
  doors: z.object({ api: z.url(), aws: z.url(), inbox: z.url() }),
  token: z.string(),
  autonomous: z.string(),
});
export interface ChildHost {
  /** Where it answers, once it does. */
  readonly ready: Promise<z.infer<typeof Ready>>;
  /** Settles when the process is gone; true where it was killed. */
  readonly killed: Promise<boolean>;
  kill(): Promise<boolean>;
}

/** Starts a host in a process of its own. */
export function childHost(given: HostArguments): ChildHost {
  const file = fileURLToPath(new URL('./host-process.ts', import.meta.url));
  const child = spawn(process.execPath, [file, JSON.stringify(given)], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.add(child);
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const killed = new Promise<boolean>((resolve) => {
    child.once('exit', (_code, signal) => {
      children.delete(child);
      resolve(signal === 'SIGKILL');
    });
  });
  const ready = new Promise<z.infer<typeof Ready>>((resolve, reject) => {
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
      if (out.includes('\n')) resolve(Ready.parse(JSON.parse(out)));
    });
    child.once('exit', (code, signal) => reject(new Error(`the host ended with ${code ?? signal}: ${errors}`)));
  });
  // Killed as soon as its run goes on, it may never say so; whoever needs it asks.
  ready.catch(() => undefined);
  return {
    ready,
    killed,
    kill: () => {
      child.kill('SIGKILL');
      return killed;
    },
  };
}

const children = new Set<ChildProcess>();

/** Ends every host that is left. */
export function endChildren(): void {
  for (const child of children) child.kill('SIGKILL');
}

/** The first of five free ports in a row: links in mails must lead to the same place after a restart. */
export async function fivePorts(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const first = await freePort(0);
    if (first === undefined || first > 65_000) continue;
    const others = [];
    for (let offset = 1; offset < 5; offset += 1) others.push(await freePort(first + offset));
    if (others.every((port) => port !== undefined)) return first;
  }
  throw new Error('no five free ports in a row after 50 attempts');
}

async function freePort(wanted: number): Promise<number | undefined> {
  const server = createServer();
  const taken = new Promise<undefined>((resolve) => server.once('error', () => resolve(undefined)));
  server.listen(wanted, '127.0.0.1');
  const open = new Promise<number>((resolve) =>
    server.once('listening', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    }),
  );
  const port = await Promise.race([taken, open]);
  if (port !== undefined) await new Promise((resolve) => server.close(resolve));
  return port;
}
