import { afterAll, describe, expect, it } from 'vitest';
import { PersonId, TenantId } from '../../core/model/ids.ts';
import { Sealed } from '../../core/model/sealed.ts';
import { openWorld } from '../support/world.ts';

const world = await openWorld();
const { subjectStore } = await import('../../functions/shared/subject-store.ts');
const subjects = subjectStore();
afterAll(() => world.close());

const tenant = TenantId.parse('acme');
const person = (id: string) => PersonId.parse(id);

describe('what a person wrote', () => {
  it('is opened by their key, and looks different each time it is sealed', async () => {
    const [one, two] = [
      await subjects.seal(tenant, person('dana'), 'decision/1', 'no é 😀'),
      await subjects.seal(tenant, person('dana'), 'decision/1', 'no é 😀'),
    ];
    expect(one).not.toBe(two);
    expect(await subjects.open(tenant, 'decision/1', one)).toEqual({ state: 'kept', text: 'no é 😀' });
    expect(await subjects.open(tenant, 'decision/1', two)).toEqual({ state: 'kept', text: 'no é 😀' });
  });

  it('sealed twice at once by a new person is opened by the one key that was kept', async () => {
    const all = await Promise.all([1, 2, 3, 4].map((n) => subjects.seal(tenant, person('new'), 'x', `text ${n}`)));
    const opened = await Promise.all(all.map((sealed) => subjects.open(tenant, 'x', sealed)));
    expect(opened).toEqual([1, 2, 3, 4].map((n) => ({ state: 'kept', text: `text ${n}` })));
  });

  it('moved to another record, person or tenant, or changed, is foreign', async () => {
    const sealed = await subjects.seal(tenant, person('eli'), 'decision/1', 'yes');
    await subjects.seal(TenantId.parse('rival'), person('eli'), 'decision/1', 'other key');
    const parts = sealed.split('.');
    const header = Buffer.from(JSON.stringify({ alg: 'dir', enc: 'A256GCM', kid: 'dana', of: 'decision/1' }));
    const flipped = (part: string) => `${part.startsWith('A') ? 'B' : 'A'}${part.slice(1)}`;
    const attempts: [string, string, Sealed][] = [
      ['acme', 'decision/2', sealed],
      ['rival', 'decision/1', sealed],
      ['acme', 'decision/1', Sealed.parse(parts.with(0, header.toString('base64url')).join('.'))],
      ['acme', 'decision/1', Sealed.parse(parts.with(3, flipped(parts[3] ?? '')).join('.'))],
      ['acme', 'decision/1', Sealed.parse(parts.with(4, flipped(parts[4] ?? '')).join('.'))],
    ];
    for (const [of, record, text] of attempts)
      expect(await subjects.open(TenantId.parse(of), record, text)).toEqual({ state: 'foreign' });
  });

  it('is gone once the person is erased, and so is what they write afterwards', async () => {
    const before = await subjects.seal(tenant, person('fay'), 'x', 'before');
    const at = await subjects.erase(tenant, person('fay'));
    const after = await subjects.seal(tenant, person('fay'), 'x', 'after');
    expect(await subjects.erase(tenant, person('fay'))).toBe(at);
    expect(await subjects.open(tenant, 'x', before)).toEqual({ state: 'erased' });
    expect(await subjects.open(tenant, 'x', after)).toEqual({ state: 'erased' });
  });

  it('of a person erased before they wrote anything is erased too', async () => {
    await subjects.erase(tenant, person('gus'));
    const sealed = await subjects.seal(tenant, person('gus'), 'x', 'late');
    expect(await subjects.open(tenant, 'x', sealed)).toEqual({ state: 'erased' });
  });

  it('killed while it is erased is kept or erased, and erased by the next attempt', async () => {
    const sealed = await subjects.seal(tenant, person('hal'), 'x', 'words');
    world.tables.killAfterWrite(1);
    await expect(subjects.erase(tenant, person('hal'))).rejects.toThrow(expect.objectContaining({ name: 'Transient' }));
    world.tables.heal();
    await subjects.erase(tenant, person('hal'));
    expect(await subjects.open(tenant, 'x', sealed)).toEqual({ state: 'erased' });
  });
});
