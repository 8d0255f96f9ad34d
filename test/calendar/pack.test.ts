import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Pack } from '../../core/calendar/pack.ts';
import { packFor, packs } from '../../core/calendar/packs.ts';

const folder = new URL('../../core/calendar/packs/', import.meta.url);
const files = readdirSync(folder).sort();
const sourced = { source: 'a source of ten characters', checked: '2026-11-22' };

describe('packs', () => {
  it.each(files)('%s keeps the schema and is named after its jurisdiction', (file) => {
    const pack = Pack.parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
    expect(file).toBe(`${pack.jurisdiction === '*' ? 'general' : pack.jurisdiction}.json`);
  });

  it('are all registered, none twice', () => {
    expect(packs.map(({ jurisdiction }) => (jurisdiction === '*' ? 'general' : jurisdiction)).sort()).toEqual(
      files.map((file) => file.replace('.json', '')).sort(),
    );
  });

  it.each([
    ['a weekday that is none', { hours: { ...sourced, value: [{ days: ['monday'], from: '09:00', to: '18:00' }] } }],
    ['a rule without source', { silenceDays: { value: 60, checked: '2026-11-22' } }],
    ['a holiday rule of unknown form', { holidays: { ...sourced, value: [{ name: 'x', on: 'first monday' }] } }],
    ['a rule of unknown name', { mood: { ...sourced, value: 1 } }],
  ])('refuse %s', (_, rules) => {
    expect(Pack.safeParse({ jurisdiction: 'DE', name: 'Germany', rules }).success).toBe(false);
    expect(Pack.safeParse({ jurisdiction: 'DE', name: 'Germany', rules: {} }).success).toBe(true);
  });
});

describe('packFor', () => {
  const named = (jurisdiction: string) => packFor(jurisdiction).map((pack) => pack.jurisdiction);

  it('adds a subdivision to its country, falls back to the country, then to the general pack', () => {
    expect(named('US-WA')).toEqual(['US', 'US-WA']);
    expect(named('US-TX')).toEqual(['US']);
    expect(named('AU-NSW')).toEqual(['AU']);
    expect(named('DE-BY')).toEqual(['*']);
  });
});
