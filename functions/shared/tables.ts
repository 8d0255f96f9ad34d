import { type ConsumedCapacity, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type { z } from 'zod';
import { calling, errorName, Transient } from './transient.ts';
import { countWrite } from './write-meter.ts';

/** Two parts, both text; `pk` starts with the tenant. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}
export type PutOnce<T> = { readonly created: true } | { readonly created: false; readonly existing: T };
export interface Page<T> {
  readonly records: readonly { readonly sk: string; readonly record: T }[];
  /** `sk` to go on after; absent: this was the last page. */
  readonly after?: string;
}
export interface QueryOptions {
  readonly prefix?: string;
  readonly after?: string;
  readonly limit?: number;
  readonly newestFirst?: boolean;
}

/** Attempts of a read-change-write before it counts as throttled. */
const AMEND_ATTEMPTS = 12;

const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}), {
  marshallOptions: { removeUndefinedValues: true },
});

export type Table<T> = ReturnType<typeof table<T>>;

/**
 * One kind of record in a table, checked by its contract when read. A record is kept whole under `record`, with a `version`
 * that counts its writes: every change is one conditional write on that version. Reads are consistent.
 * @throws Transient from every call where a retry may help.
 */
export function table<T>(name: string, contract: z.ZodType<T>) {
  const read = async (key: Key) => {
    const found = await calling(
      `get from ${name}`,
      documents.send(new GetCommand({ TableName: name, Key: { ...key }, ConsistentRead: true })),
    );
    if (found.Item === undefined) return undefined;
    return { record: contract.parse(found.Item['record']), version: Number(found.Item['version']) };
  };

  /** True: written; false: the record is not at `version` any more (0: it exists already). */
  const write = async (key: Key, record: T, version: number): Promise<boolean> => {
    try {
      const condition =
        version === 0
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : {
              ConditionExpression: '#version = :version',
              ExpressionAttributeNames: { '#version': 'version' },
              ExpressionAttributeValues: { ':version': version },
            };
      const Item = { ...key, record, version: version + 1 };
      const put = new PutCommand({ TableName: name, Item, ...condition, ...METERED });
      countWrite(unitsOf(await calling(`put to ${name}`, documents.send(put))));
      return true;
    } catch (error) {
      if (errorName(error) !== 'ConditionalCheckFailedException') throw error;
      countWrite();
      return false;
    }
  };

  return {
    async get(key: Key): Promise<T | undefined> {
      return (await read(key))?.record;
    },

    /** Creates the record, or answers the one that is there. */
    async putOnce(key: Key, record: T): Promise<PutOnce<T>> {
      if (await write(key, record, 0)) return { created: true };
      const existing = await read(key);
      if (existing === undefined) throw new Transient(`put to ${name}: removed while it was created`);
      return { created: false, existing: existing.record };
    },

    /** Writes whatever is there: only for content that is the same whoever writes it. */
    async put(key: Key, record: T): Promise<void> {
      const Item = { ...key, record, version: 1 };
      const put = new PutCommand({ TableName: name, Item, ...METERED });
      countWrite(unitsOf(await calling(`put to ${name}`, documents.send(put))));
    },

    /**
     * Reads, changes and writes under the version read, again from the start where another writer was faster. `change` gets
     * undefined for a record that is not there, and answers the same object (or undefined) for "leave it". Returns what is
     * stored afterwards.
     */
    async amend(key: Key, change: (current: T | undefined) => T | undefined): Promise<T | undefined> {
      for (let attempt = 0; attempt < AMEND_ATTEMPTS; attempt += 1) {
        const current = await read(key);
        const next = change(current?.record);
        if (next === undefined || next === current?.record) return current?.record;
        if (await write(key, next, current?.version ?? 0)) return next;
      }
      throw new Transient(`change in ${name}: others wrote the record ${AMEND_ATTEMPTS} times in between`);
    },

    /** Records of one `pk` in order of `sk`. */
    async query(pk: string, options: QueryOptions = {}): Promise<Page<T>> {
      const found = await calling(`query ${name}`, documents.send(new QueryCommand(queryInput(name, pk, options))));
      const records = (found.Items ?? []).map((item) => ({
        sk: String(item['sk']),
        record: contract.parse(item['record']),
      }));
      const last: unknown = found.LastEvaluatedKey?.['sk'];
      return { records, ...(typeof last === 'string' ? { after: last } : {}) };
    },

    /** All of them, page by page. */
    async queryAll(pk: string, options: Omit<QueryOptions, 'after' | 'limit'> = {}): Promise<T[]> {
      const all: T[] = [];
      let after: string | undefined;
      do {
        const page = await this.query(pk, { ...options, ...(after === undefined ? {} : { after }) });
        all.push(...page.records.map(({ record }) => record));
        after = page.after;
      } while (after !== undefined);
      return all;
    },

    async remove(key: Key): Promise<void> {
      const remove = new DeleteCommand({ TableName: name, Key: { ...key }, ...METERED });
      countWrite(unitsOf(await calling(`delete from ${name}`, documents.send(remove))));
    },
  };
}

/** Asks a write what it cost. */
const METERED = { ReturnConsumedCapacity: 'TOTAL' } as const;

/** Write units as the service counted them; one where it does not say. */
function unitsOf({ ConsumedCapacity }: { readonly ConsumedCapacity?: ConsumedCapacity | undefined }): number {
  return ConsumedCapacity?.CapacityUnits ?? 1;
}

function queryInput(name: string, pk: string, { prefix, after, limit, newestFirst }: QueryOptions): QueryCommandInput {
  return {
    TableName: name,
    ConsistentRead: true,
    ScanIndexForward: newestFirst !== true,
    KeyConditionExpression: prefix === undefined ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': pk, ...(prefix === undefined ? {} : { ':prefix': prefix }) },
    ...(limit === undefined ? {} : { Limit: limit }),
    ...(after === undefined ? {} : { ExclusiveStartKey: { pk, sk: after } }),
  };
}
