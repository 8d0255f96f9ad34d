import { subscribe } from 'node:diagnostics_channel';
import { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { SCOPES } from '../../core/model/api-routes.ts';
import { startHost } from '../../infra/local/host.ts';
import { readAssembly } from '../support/assembly.ts';

/** A host in a process of its own, to be killed. Its one argument: */
export const HostArguments = z.object({
  assembly: z.string(),
  dataDir: z.string(),
  port: z.int(),
  /** The process kills itself (SIGKILL) as soon as this many records were written to the tables of this name. */
  kill: z.object({ table: z.string(), write: z.int() }).optional(),
});
export type HostArguments = z.infer<typeof HostArguments>;

const Exchange = z.object({ request: z.instanceof(IncomingMessage), response: z.instanceof(ServerResponse) });

if (import.meta.main) {
  const { assembly, dataDir, port, kill } = HostArguments.parse(JSON.parse(process.argv[2] ?? ''));
  if (kill !== undefined) killAfter(kill.table, kill.write);
  const host = await startHost({
    assembly: readAssembly(assembly),
    dataDir,
    port,
    parameters: { MailFrom: 'planner@example.com' },
    scope: SCOPES.join(' '),
    schedules: false,
    deploymentMinuteMs: 1,
  });
  const token = await host.token({ tenant: 'acme', subject: 'crm' });
  const autonomous = await host.token({ tenant: 'robot', subject: 'crm' });
  process.stdout.write(`${JSON.stringify({ doors: host.doors, token, autonomous })}\n`);
}

/** The record is written and its answer is on the way; whoever wrote it may or may not get to know. */
function killAfter(table: string, write: number): void {
  let written = 0;
  subscribe('http.server.request.start', (message) => {
    const { request, response } = Exchange.parse(message);
    if (request.headers['x-amz-target'] !== 'DynamoDB_20120810.PutItem') return;
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    response.once('finish', () => {
      const name = /"TableName":"([^"]+)"/.exec(body)?.[1] ?? '';
      if (response.statusCode === 200 && name.includes(table)) written += 1;
      if (written === write) process.kill(process.pid, 'SIGKILL');
    });
  });
}
