import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const Manifest = z.object({ bin: z.record(z.string(), z.string()) });

/**
 * The CDK's own commands, as anybody would run them, in this environment.
 * @returns a function that runs one command and answers what it printed
 * @throws Error with the end of what the command printed
 */
export function cdk(root: string, environment: Readonly<Record<string, string>>, signal: AbortSignal) {
  const manifest = createRequire(import.meta.url).resolve('aws-cdk/package.json');
  const { bin } = Manifest.parse(JSON.parse(readFileSync(manifest, 'utf8')));
  const program = join(dirname(manifest), bin['cdk'] ?? '');
  const run = promisify(execFile);
  return async (...words: readonly string[]): Promise<string> => {
    try {
      const { stdout, stderr } = await run(process.execPath, [program, ...words], {
        cwd: root,
        env: { ...environment, CDK_HOME: join(environment['HOME'] ?? '', 'cdk'), CI: 'true', NO_COLOR: '1' },
        maxBuffer: 64 * 1024 * 1024,
        signal,
      });
      return stdout + stderr;
    } catch (error) {
      const said = z.object({ stdout: z.string(), stderr: z.string() }).safeParse(error);
      const end = said.success ? `${said.data.stdout}${said.data.stderr}`.split('\n').slice(-40).join('\n') : '';
      throw new Error(`cdk ${words[0]} failed\n${end}`, { cause: error });
    }
  };
}
