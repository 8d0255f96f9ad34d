import { IntegerList } from './integer-list.ts';

const EMPTY = -1;
const FIRST_SLOTS = 256;

/**
 * Numbers sequences of integers in the order in which they first appear: 0, 1, 2 …; equal ones get the same number. What a
 * string of the same integers would be a key for in a Map, without making one. O(length) a question; open addressing, at
 * most half full.
 */
export class SequenceNumbers {
  /** All sequences one after the other; sequence n ends before `#end[n]`. */
  readonly #items: number[] = [];
  readonly #end = new IntegerList();
  readonly #hash = new IntegerList();
  #slots = new Int32Array(FIRST_SLOTS).fill(EMPTY);
  readonly #pair: number[] = [0, 0];

  /** How many there are. */
  get size(): number {
    return this.#end.length;
  }

  of(sequence: readonly number[]): number {
    const hash = hashOf(sequence);
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (let number = slots[slot]!; number !== EMPTY; number = slots[slot]!) {
      if (this.#hash.at(number) === hash && this.#is(number, sequence)) return number;
      slot = (slot + 1) & mask;
    }
    const number = this.#end.length;
    for (let i = 0; i < sequence.length; i++) this.#items.push(sequence[i]!);
    this.#end.push(this.#items.length);
    this.#hash.push(hash);
    slots[slot] = number;
    if (2 * this.#end.length > slots.length) this.#grow();
    return number;
  }

  ofPair(first: number, second: number): number {
    this.#pair[0] = first;
    this.#pair[1] = second;
    return this.of(this.#pair);
  }

  #is(number: number, sequence: readonly number[]): boolean {
    const start = number === 0 ? 0 : this.#end.at(number - 1);
    if (this.#end.at(number) - start !== sequence.length) return false;
    for (let i = 0; i < sequence.length; i++) if (this.#items[start + i] !== sequence[i]) return false;
    return true;
  }

  #grow(): void {
    const slots = new Int32Array(2 * this.#slots.length).fill(EMPTY);
    const mask = slots.length - 1;
    for (let number = 0; number < this.#hash.length; number++) {
      let slot = this.#hash.at(number) & mask;
      while (slots[slot] !== EMPTY) slot = (slot + 1) & mask;
      slots[slot] = number;
    }
    this.#slots = slots;
  }
}

/** Multiply and fold, item by item; 31 bits. Beyond 32 bits an item counts with its low ones. */
function hashOf(sequence: readonly number[]): number {
  let hash = sequence.length;
  for (let i = 0; i < sequence.length; i++) {
    hash = Math.imul(hash ^ sequence[i]!, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash & 0x7fffffff;
}
