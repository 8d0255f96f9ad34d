/** Most conversations open at a time that a place asks for. */
const MOST_OPEN = 2;
/** What became of a conversation: nothing yet, the customer did not show up once, gone. */
const STATES = 3;
export const GONE = 2;

/** What can have become of the conversations open on a day, each in base 3; at most two are not gone. */
export class OpenTalks {
  readonly #open: readonly number[];
  readonly #codes: number[] = [];
  readonly #index = new Map<number, number>();

  /** @param open conversations by number, those of the morning last */
  constructor(open: readonly number[]) {
    this.#open = open;
    for (let code = 0; code < STATES ** open.length; code += 1) {
      const left = open.filter((_, place) => digit(code, place) !== GONE).length;
      if (left > MOST_OPEN) continue;
      this.#index.set(code, this.#codes.length);
      this.#codes.push(code);
    }
  }

  get count(): number {
    return this.#codes.length;
  }

  /** Everything that is open and was never tried; what comes third is not asked for. */
  get untouched(): number {
    const code = this.#open.reduce((sum, _, place) => sum + (place < MOST_OPEN ? 0 : GONE * STATES ** place), 0);
    return this.#index.get(code)!;
  }

  /** After the conversation of a place was held, or tried in vain, from every state; −1: it is gone already. */
  after(place: number, held: boolean): Int32Array {
    return Int32Array.from(this.#codes, (code) => {
      const state = digit(code, place);
      if (state === GONE) return -1;
      return this.#index.get(code + ((held ? GONE : state + 1) - state) * STATES ** place)!;
    });
  }

  /** Every state as it is on the next day; who has two open asks for nothing more. */
  onto(tomorrow: OpenTalks, asked: boolean): Int32Array {
    const places = this.#open.map((number) => tomorrow.#open.indexOf(number));
    return Int32Array.from(this.#codes, (code) => {
      let to = 0;
      let open = 0;
      places.forEach((place, index) => {
        if (place < 0) return;
        const state = digit(code, index);
        to += state * STATES ** place;
        if (state !== GONE) open += 1;
      });
      if (asked && open >= MOST_OPEN) to += GONE * STATES ** (tomorrow.#open.length - 1);
      return tomorrow.#index.get(to)!;
    });
  }
}

function digit(code: number, place: number): number {
  return Math.floor(code / STATES ** place) % STATES;
}
