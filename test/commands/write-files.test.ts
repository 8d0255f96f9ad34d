import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeDirectory, writeFile } from '../../functions/commands/write-files.ts';
import { emptyFolder, filesOf } from './run-command.ts';

describe('writeDirectory', () => {
  it('replaces what it wrote before as a whole, so nothing of the old plan stays', () => {
    const folder = emptyFolder();
    const directory = join(folder, 'deep/plan');
    writeDirectory(
      directory,
      new Map([
        ['mark', '1'],
        ['feeds/old.ics', 'old'],
      ]),
      'mark',
    );
    writeDirectory(
      directory,
      new Map([
        ['mark', '2'],
        ['feeds/new.ics', 'new'],
      ]),
      'mark',
    );
    expect(filesOf(folder)).toEqual({ 'deep/plan/mark': '2', 'deep/plan/feeds/new.ics': 'new' });
  });

  it('leaves the old plan as it was where the new one cannot be written', () => {
    const folder = emptyFolder();
    const directory = join(folder, 'plan');
    writeDirectory(directory, new Map([['mark', '1']]), 'mark');
    // A file and a folder of one name cannot both be written.
    expect(() =>
      writeDirectory(
        directory,
        new Map([
          ['a', 'file'],
          ['a/b', 'inside'],
          ['mark', '2'],
        ]),
        'mark',
      ),
    ).toThrow();
    expect(filesOf(folder)).toEqual({ 'plan/mark': '1' });
  });

  it('refuses a directory that holds something else', () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, 'thesis.txt'), 'x');
    expect(() => writeDirectory(folder, new Map([['mark', '1']]), 'mark')).toThrow(/thesis\.txt/);
    expect(readdirSync(folder)).toEqual(['thesis.txt']);
  });
});

describe('writeFile', () => {
  it('leaves nothing half-written where the place cannot be taken', () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, 'taken/inside'), { recursive: true });
    expect(() => writeFile(join(folder, 'taken'), 'content')).toThrow();
    expect(readdirSync(folder)).toEqual(['taken']);
  });
});
