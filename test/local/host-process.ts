import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startHost } from '../../infra/local/host.ts';

// A host in a process of its own, to be killed: node host-process.ts <fixture root> <port>
const [root = '', port = '0'] = process.argv.slice(2);
const host = await startHost({
  assembly: JSON.parse(readFileSync(join(root, 'assembly.json'), 'utf8')),
  dataDir: join(root, 'data'),
  port: Number(port),
});
process.on('SIGTERM', () => host.close());
process.stdout.write(`${JSON.stringify(host.doors)}\n`);
