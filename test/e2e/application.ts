import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { SCOPES } from '../../core/model/api-routes.ts';
import { type Host, startHost } from '../../infra/local/host.ts';
import { type Assembly, readAssembly } from '../support/assembly.ts';
import { configurator, type Documents } from './configurator.ts';
import { crm } from './crm.ts';

export const ALL_SCOPES = SCOPES.join(' ');
export const MAIL_FROM = 'planner@example.com';

/** The whole application on a host of its own, in this process: own folder, own ports, own configuration. */
export async function openApplication(
  documents: Documents,
  assembly: Assembly = readAssembly(inject('assembly')),
  /** How long a minute of a deployment strategy lasts, milliseconds. */
  deploymentMinuteMs = 1,
) {
  const dataDir = mkdtempSync(join(tmpdir(), 'e2e-'));
  const lines: string[] = [];
  const host: Host = await startHost({
    assembly,
    dataDir,
    port: 0,
    parameters: { MailFrom: MAIL_FROM },
    scope: ALL_SCOPES,
    schedules: false,
    deploymentMinuteMs,
    log: (line) => void lines.push(line),
  });
  const configuration = await configurator(host.doors.aws, deploymentMinuteMs);
  await configuration.deploy(documents);
  return {
    host,
    dataDir,
    configuration,
    /** What the host itself said; silence is what is wanted. */
    lines,
    /** A CRM of a tenant with a token of its own. */
    as: async (tenant: string, subject = 'crm', scope = ALL_SCOPES) =>
      crm(host.url, await host.token({ tenant, subject, scope })),
    close: async () => {
      await host.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
export type Application = Awaited<ReturnType<typeof openApplication>>;
