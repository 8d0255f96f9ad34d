import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Digest, TenantId } from '../../core/model/ids.ts';
import { randomStream } from '../../core/numeric/random-stream.ts';
import { digest } from '../../core/trace/digest.ts';
import { openWorld } from '../support/world.ts';

const world = await openWorld();
const { evidenceStore } = await import('../../functions/shared/evidence-store.ts');
const store = evidenceStore();
const raw = DynamoDBDocumentClient.from(new DynamoDBClient({}));
afterAll(() => world.close());

const tenant = TenantId.parse('acme');
/** Hardly compressible, so it takes several chunks. */
const large = (name: string) => {
  const random = randomStream(1, name);
  return { name, numbers: Array.from({ length: 60_000 }, () => random.uniform()) };
};
const Large = z.object({ name: z.string(), numbers: z.array(z.number()) });
const chunk = (of: Digest, n: number) => ({ pk: `acme#evidence#${of}`, sk: `chunk#0000${n}` });

describe('evidence', () => {
  it('comes back as it was put, under the digest that the trace uses, whatever the order of keys', async () => {
    const value = { b: [1, 'é', null], a: { nested: true } };
    const put = await store.put(tenant, 'content/1', value);
    expect(put).toBe(digest('content/1', { a: { nested: true }, b: [1, 'é', null] }));
    expect(await store.get(tenant, 'content/1', put, z.unknown())).toEqual(value);
    const text = await store.putText(tenant, 'page/1', '<p>é</p>', 'text/html');
    expect(await store.getText(tenant, 'page/1', text)).toBe('<p>é</p>');
  });

  it('larger than an item is kept in chunks below the limit of one', async () => {
    const put = await store.put(tenant, 'content/1', large('a'));
    expect(await store.get(tenant, 'content/1', put, Large)).toEqual(large('a'));
    const second = await raw.send(new GetCommand({ TableName: 'evidence', Key: chunk(put, 1) }));
    expect(second.Item?.['record'].data.length).toBeLessThanOrEqual(380_000);
  });

  it('put again writes nothing', async () => {
    await store.put(tenant, 'content/1', { again: 1 });
    world.tables.countWrites();
    await store.put(tenant, 'content/1', { again: 1 });
    expect(world.tables.countWrites()).toBe(0);
  });

  it('killed after any chunk is absent, and whole after it was put again', async () => {
    const value = large('killed');
    const name = digest('content/1', value);
    for (const kill of [1, 2]) {
      world.tables.killAfterWrite(kill);
      await expect(store.put(tenant, 'content/1', value)).rejects.toThrow(
        expect.objectContaining({ name: 'Transient' }),
      );
      world.tables.heal();
      await expect(store.get(tenant, 'content/1', name, Large)).rejects.toThrow(/is not stored for this tenant/);
    }
    await store.put(tenant, 'content/1', value);
    expect(await store.get(tenant, 'content/1', name, Large)).toEqual(value);
  });

  it('with a chunk cut, changed or missing names the chunk', async () => {
    const put = await store.put(tenant, 'content/1', large('damaged'));
    const Key = chunk(put, 1);
    const whole = await raw.send(new GetCommand({ TableName: 'evidence', Key }));
    const data: Uint8Array = whole.Item?.['record'].data;
    const write = (bytes: Uint8Array) =>
      raw.send(new PutCommand({ TableName: 'evidence', Item: { ...Key, version: 1, record: { data: bytes } } }));
    await write(data.subarray(0, 1_000));
    await expect(store.getText(tenant, 'content/1', put)).rejects.toThrow(
      /chunk 2 of \d of evidence .* is not as written/,
    );
    await write(data.map((byte, at) => (at === 7 ? byte ^ 1 : byte)));
    await expect(store.getText(tenant, 'content/1', put)).rejects.toThrow(/chunk 2 of \d/);
    await raw.send(new DeleteCommand({ TableName: 'evidence', Key }));
    await expect(store.getText(tenant, 'content/1', put)).rejects.toThrow(/chunk 2 of \d of evidence .* is missing/);
    await store.put(tenant, 'content/1', large('other'));
  });

  it('of another tenant, or of another kind, is not given', async () => {
    const put = await store.put(tenant, 'content/1', { mine: true });
    await expect(store.getText(TenantId.parse('rival'), 'content/1', put)).rejects.toThrow(
      /not stored for this tenant/,
    );
    await expect(store.getText(tenant, 'plan/1', put)).rejects.toThrow(/it was written as content\/1/);
  });
});
