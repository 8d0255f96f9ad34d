import canonicalize from 'canonicalize';
import { pointer, shown } from '../model/violation.ts';

/** Nesting allowed in hashed content. No contract comes near it; a cycle reaches it at once. */
export const MAX_DEPTH = 512;

/** A value that JSON cannot carry without loss: hashing it would hash something else than what was meant. */
export class CanonicalError extends Error {
  override readonly name = 'CanonicalError';
  /** RFC 6901 pointer to the offending value. */
  readonly path: string;
  readonly rule: string;

  constructor(rule: string, path: string, received: string, remedy: string) {
    super(`${rule} at '${path}': received ${received}; ${remedy}`);
    this.rule = rule;
    this.path = path;
  }
}

/**
 * RFC 8785 canonical JSON. JSON.stringify drops or replaces what JSON lacks; here it is refused.
 * @throws CanonicalError on NaN, infinities, undefined (also in properties and array holes), lone surrogates, bigints,
 *   functions, symbols, class instances, and nesting deeper than MAX_DEPTH (cycles).
 */
export function canonicalText(value: unknown): string {
  refuseLossy(value);
  const text = canonicalize(value);
  if (text === undefined) throw new CanonicalError('json-value', '', shown(value), 'give a JSON value');
  return text;
}

/** The UTF-8 bytes of `canonicalText`. */
export function canonicalBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(canonicalText(value));
}

interface Place {
  readonly value: unknown;
  readonly key: string | number;
  readonly parent: Place | null;
  readonly depth: number;
}

/** Depth first with an own stack: nesting cannot exhaust the call stack. */
function refuseLossy(value: unknown): void {
  const open: Place[] = [{ value, key: '', parent: null, depth: 0 }];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    refuseLeaf(place);
    if (typeof place.value !== 'object' || place.value === null) continue;
    if (place.depth > MAX_DEPTH)
      throw refusal('nesting', place, 'a container', `nest at most ${MAX_DEPTH} levels and no cycles`);
    const parent = place;
    const push = (key: string | number, child: unknown) =>
      open.push({ value: child, key, parent, depth: parent.depth + 1 });
    if (Array.isArray(place.value)) {
      for (let index = 0; index < place.value.length; index++) push(index, place.value[index]);
      continue;
    }
    const prototype: unknown = Object.getPrototypeOf(place.value);
    if (prototype !== Object.prototype && prototype !== null)
      throw refusal('plain-object', place, 'a class instance', 'give a plain object, an array or a primitive');
    for (const [key, child] of Object.entries(place.value)) {
      if (!key.isWellFormed())
        throw refusal('well-formed-text', place, shown(key), 'remove the lone surrogate in the key');
      push(key, child);
    }
  }
}

function refuseLeaf(place: Place): void {
  const { value } = place;
  switch (typeof value) {
    case 'number':
      if (!Number.isFinite(value)) throw refusal('finite-number', place, String(value), 'give a finite number or null');
      return;
    case 'string':
      if (!value.isWellFormed()) throw refusal('well-formed-text', place, shown(value), 'remove the lone surrogate');
      return;
    case 'undefined':
      throw refusal('defined', place, 'undefined', 'leave the property out or give null');
    case 'bigint':
    case 'function':
    case 'symbol':
      throw refusal('json-value', place, `a ${typeof value}`, 'give a JSON value');
    default:
      return;
  }
}

function refusal(rule: string, place: Place, received: string, remedy: string): CanonicalError {
  const keys: (string | number)[] = [];
  for (let at = place; at.parent !== null; at = at.parent) keys.push(at.key);
  return new CanonicalError(rule, pointer(keys.reverse()), received, remedy);
}
