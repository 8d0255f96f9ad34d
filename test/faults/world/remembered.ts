/**
 * Results of pure work, kept over schedules: contracts parse the same text to the same value, core/ computes the same from
 * the same input. Without this a schedule spends nine tenths of its time on what the last one did. Whoever changed such a
 * value in place would change it for the next schedule: replayed alone, the digest of the schedule would differ.
 */
const MOST = 4_000;

interface Contract<T> {
  parse(value: unknown): T;
}

const texts = new WeakMap<object, Map<string, unknown>>();
const records = new WeakMap<object, WeakMap<object, unknown>>();

/** `contract.parse(JSON.parse(text))` */
export function parsedText<T>(contract: Contract<T>, text: string): T;
export function parsedText(contract: Contract<unknown>, text: string): unknown {
  const known = texts.get(contract) ?? new Map<string, unknown>();
  texts.set(contract, known);
  return kept(known, text, () => contract.parse(JSON.parse(text)));
}

/** `contract.parse(record)`; a stored record is never changed in place. */
export function parsedRecord<T>(contract: Contract<T>, record: unknown): T;
export function parsedRecord(contract: Contract<unknown>, record: unknown): unknown {
  if (typeof record !== 'object' || record === null) return contract.parse(record);
  const known = records.get(contract) ?? new WeakMap<object, unknown>();
  records.set(contract, known);
  const found = known.get(record);
  if (found !== undefined) return found;
  const parsed = contract.parse(record);
  known.set(record, parsed);
  return parsed;
}

/** A pure function that answers what it answered for the same JSON. */
export function remembered<In extends unknown[], Out>(compute: (...given: In) => Out): (...given: In) => Out {
  const known = new Map<string, Out>();
  return (...given) => kept(known, JSON.stringify(given), () => compute(...given));
}

function kept<T>(known: Map<string, T>, key: string, make: () => T): T {
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size >= MOST) known.clear();
  const made = make();
  known.set(key, made);
  return made;
}
