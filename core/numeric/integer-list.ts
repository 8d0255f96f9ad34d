const FIRST_ROOM = 64;

/** Integers of 32 bits one after the other, growing by doubling: half the memory of a plain array, nothing to collect. */
export class IntegerList {
  length = 0;
  #items = new Int32Array(FIRST_ROOM);

  push(item: number): void {
    if (this.length === this.#items.length) {
      const items = new Int32Array(2 * this.length);
      items.set(this.#items);
      this.#items = items;
    }
    this.#items[this.length++] = item;
  }

  /** `index` below the length. */
  at(index: number): number {
    return this.#items[index]!;
  }

  set(index: number, item: number): void {
    this.#items[index] = item;
  }

  /** A copy of its own length. */
  toArray(): Int32Array {
    return this.#items.slice(0, this.length);
  }
}
