import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const [, listed = ''] = /## Commands of this page\n([\s\S]*?)\n## /.exec(readme) ?? [];
const page = readme.replace(listed, '');

/** What somebody who reads the page would type: lines of its shell blocks, and whole commands in its sentences. */
const shown = [
  ...[...page.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
    block.split('\n').flatMap((line) => line.replace(/\s+#.*/, '').split(' && ')),
  ),
  ...[...page.matchAll(/`((?:npm (?:start|run \S+)(?: -- [^`]+)?|curl [^`]+))`/g)].map(([, command = '']) => command),
].filter((command) => command !== '' && command !== 'npm run export');

/** Those the page says are not run as they stand: of each line of the list, what comes before its colon. */
const byHand = [...listed.matchAll(/^- (.*?): /gm)].flatMap(([, what = '']) =>
  [...what.matchAll(/`([^`]+)`/g)].map(([, command = '']) => command),
);
/** `…` at the end stands for any end. */
const fits = (known: string, command: string) =>
  known.endsWith('…') ? command.startsWith(known.slice(0, -1)) : command === known;

/** Commands of the steps of `.ci/run`, without the variables set for them. */
const run = [...readFileSync(join(ROOT, '.ci/run'), 'utf8').matchAll(/\d+ (?:\\\n\s*)?(?:'([^'\n]+)'|"([^"\n]+)")$/gm)]
  .flatMap(([, single = '', double = '']) => (single + double).split(' && '))
  .map((command) => command.replace(/^(?:[A-Z_]+=\S+ )+/, '').replace(' --colors=off', ''));

describe('README.md', () => {
  it('shows commands that CI runs as they stand, or says of them that it does not', () => {
    expect(shown.length).toBeGreaterThan(20);
    const known = (command: string) => run.includes(command) || byHand.some((one) => fits(one, command));
    expect(shown.filter((command) => !known(command))).toEqual([]);
  });

  it('says of no command that CI leaves it out which CI runs, or which the page does not show', () => {
    expect(byHand.length).toBeGreaterThanOrEqual(6);
    expect(byHand.filter((one) => run.includes(one) || !shown.some((command) => fits(one, command)))).toEqual([]);
  });
});
