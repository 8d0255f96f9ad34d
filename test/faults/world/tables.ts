import { sdkError } from './calls.ts';

type Fields = Readonly<Record<string, unknown>>;
/** A write that happened; `before` and `after` are whole items. */
export interface Written {
  readonly table: string;
  readonly pk: string;
  readonly sk: string;
  readonly before: Fields | undefined;
  readonly after: Fields | undefined;
}

/** DynamoDB as far as it is used: whole items, three conditions, one kind of query; stale where nobody asks for consistency. */
export class Tables {
  readonly #tables = new Map<string, Map<string, Map<string, Fields>>>();
  /** The item before its last write: what a replica may still show. */
  readonly #before = new Map<string, Fields | undefined>();

  partition(table: string, pk: string): Map<string, Fields> {
    const partitions = known(this.#tables, table);
    return known(partitions, pk);
  }

  /** Every item of a table whose `pk` starts so. */
  all(table: string, prefix: string): { pk: string; sk: string; item: Fields }[] {
    return [...known(this.#tables, table)]
      .filter(([pk]) => pk.startsWith(prefix))
      .flatMap(([pk, items]) => [...items].map(([sk, item]) => ({ pk, sk, item })));
  }

  get(input: Fields, stale: boolean): Fields {
    const { table, pk, sk } = keyOf(input, input['Key']);
    const old = stale && input['ConsistentRead'] !== true && this.#before.has(`${table} ${pk} ${sk}`);
    const Item = old ? this.#before.get(`${table} ${pk} ${sk}`) : this.partition(table, pk).get(sk);
    return Item === undefined ? {} : { Item };
  }

  /** @throws ConditionalCheckFailedException */
  put(input: Fields): Written {
    const item = fields(input['Item']);
    const { table, pk, sk } = keyOf(input, item);
    const items = this.partition(table, pk);
    const before = items.get(sk);
    if (!holds(input, before)) throw sdkError('ConditionalCheckFailedException');
    this.#before.set(`${table} ${pk} ${sk}`, before);
    items.set(sk, item);
    return { table, pk, sk, before, after: item };
  }

  remove(input: Fields): Written {
    const { table, pk, sk } = keyOf(input, input['Key']);
    const items = this.partition(table, pk);
    const before = items.get(sk);
    items.delete(sk);
    return { table, pk, sk, before, after: undefined };
  }

  /** A partition as it is, or as a replica may still show it. */
  #shown(table: string, pk: string, old: boolean): [string, Fields][] {
    const items = [...this.partition(table, pk)];
    if (!old) return items;
    return items.flatMap(([sk, item]): [string, Fields][] => {
      const place = `${table} ${pk} ${sk}`;
      const before = this.#before.has(place) ? this.#before.get(place) : item;
      return before === undefined ? [] : [[sk, before]];
    });
  }

  /** `page`: most items of one answer, whatever was asked for. */
  query(input: Fields, page: number, stale: boolean): Fields {
    const values = fields(input['ExpressionAttributeValues']);
    const prefix = String(values[':prefix'] ?? '');
    const after =
      input['ExclusiveStartKey'] === undefined ? undefined : String(fields(input['ExclusiveStartKey'])['sk']);
    const newest = input['ScanIndexForward'] === false;
    const pk = String(values[':pk']);
    const old = stale && input['ConsistentRead'] !== true;
    const items = [...this.#shown(String(input['TableName']), pk, old)]
      .filter(([sk]) => sk.startsWith(prefix) && (after === undefined || (newest ? sk < after : sk > after)))
      .sort(([a], [b]) => (a < b === newest ? 1 : -1));
    const limit = Math.min(page, Number(input['Limit'] ?? page));
    const last = items.length > limit ? items[limit - 1] : undefined;
    return {
      Items: items.slice(0, limit).map(([, item]) => item),
      ...(last === undefined ? {} : { LastEvaluatedKey: { pk, sk: last[0] } }),
    };
  }
}

function holds(input: Fields, before: Fields | undefined): boolean {
  const condition = input['ConditionExpression'];
  if (condition === undefined) return true;
  if (condition === 'attribute_not_exists(pk)') return before === undefined;
  if (condition === '#version = :version')
    return before?.['version'] === fields(input['ExpressionAttributeValues'])[':version'];
  throw new Error(`the simulated table does not know the condition ${String(condition)}`);
}

function keyOf(input: Fields, key: unknown) {
  const { pk, sk } = fields(key);
  return { table: String(input['TableName']), pk: String(pk), sk: String(sk) };
}

function known<K, V>(map: Map<K, Map<string, V>>, key: K): Map<string, V> {
  const found = map.get(key) ?? new Map<string, V>();
  map.set(key, found);
  return found;
}

export function fields(value: unknown): Fields {
  return isFields(value) ? value : {};
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
