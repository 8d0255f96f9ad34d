import { describe, expect, it } from 'vitest';
import { editedSources } from './edits.ts';
import { PLANTED, type Planted } from './planted.ts';

const MISTAKES: readonly (readonly [string, Planted])[] = Object.entries(PLANTED);

describe('edits of the product', () => {
  it('find their text exactly once: the simulator’s own and those of every planted mistake', () => {
    const edits = MISTAKES.flatMap(([, { edits }]) => edits);
    expect([...editedSources(edits).values()].flatMap(({ unfit }) => unfit)).toEqual([]);
  });

  it('name what is not there, or not once', () => {
    const file = 'functions/shared/secrets.ts';
    const [gone, often] = ['no such text', ';'].map((from) => ({ file, from, to: '' }));
    expect(editedSources([gone!, often!]).get(file)?.unfit).toEqual([`${file}: no such text`, `${file}: ;`]);
  });

  it.each(MISTAKES)('%s: is made only where its name is asked for', (mistake, { edits }) => {
    expect(edits.some(({ to }) => to.includes(`planted('${mistake}')`))).toBe(true);
    const others = MISTAKES.flatMap(([name]) => (name === mistake ? [] : [name]));
    expect(others.filter((name) => edits.some(({ to }) => to.includes(`planted('${name}')`)))).toEqual([]);
  });
});
