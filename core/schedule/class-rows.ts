import { IntegerList } from '../numeric/integer-list.ts';
import { SequenceNumbers } from '../numeric/sequence-numbers.ts';
import type { ClassBuilder } from './class-builder.ts';
import type { StartKind } from './start-kinds.ts';

/** A class that nobody asked for yet. */
const UNKNOWN = -2;

/** Classes of the members of a team for alike starts of a touch day: each is looked for once. */
export class ClassRows {
  readonly #classes: ClassBuilder;
  readonly #numbers = new SequenceNumbers();
  readonly #start = new IntegerList();
  readonly #row = new IntegerList();
  /** Size of each team; place of each rep in its own. */
  readonly #teamSize: number[] = [];
  readonly #placeInTeam: Int32Array;

  constructor(classes: ClassBuilder, teamOfRep: Int32Array) {
    this.#classes = classes;
    this.#placeInTeam = teamOfRep.map((team) => {
      const place = this.#teamSize[team] ?? 0;
      this.#teamSize[team] = place + 1;
      return place;
    });
  }

  /** The row of a team. */
  of(alike: number, team: number): number {
    const number = this.#numbers.ofPair(alike, team);
    if (number === this.#start.length) {
      this.#start.push(this.#row.length);
      for (let i = 0; i < this.#teamSize[team]!; i++) this.#row.push(UNKNOWN);
    }
    return this.#start.at(number);
  }

  /** The class of rep r on its rep-day d, r of the team of the row; NONE: no place. */
  classOf(row: number, r: number, d: number, { minutes, ranges }: StartKind): number {
    const at = row + this.#placeInTeam[r]!;
    if (this.#row.at(at) === UNKNOWN) this.#row.set(at, this.#classes.classOf(d, minutes, ranges));
    return this.#row.at(at);
  }
}
