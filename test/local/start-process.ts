import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start } from '../../infra/local/start.ts';

// npm start, with an application of nothing: node start-process.ts <options>
const folder = mkdtempSync(join(tmpdir(), 'local-start-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const nothing = async () => ({ templates: [{ Resources: {} }], assetRoot: folder });
const code = await start(['--data', join(folder, 'data'), ...process.argv.slice(2)], nothing);
if (code !== undefined) process.exit(code);
