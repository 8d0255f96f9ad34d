/**
 * Where engagements can lie, shared as far as they are alike.
 *
 * - A *class* is a rep-day, a length and the starts allowed for it (ranges of slots of the span).
 * - A *list* holds the classes of one touch day, sorted by team and rep; a *sub* is one team's part of it.
 *
 * An engagement has a list per touch day, so an evaluation costs a few look-ups per day instead of one per rep and start.
 */
export interface Places {
  readonly classCount: number;
  readonly classDay: Int32Array;
  /** Slots covered, buffer included; the end of the span cuts it. */
  readonly classCover: Int32Array;
  readonly classMinutes: Int32Array;
  /** Ranges of class c: `rangeFirst[i] … rangeLast[i]` for i in `classRange[c] … classRange[c + 1] − 1`. */
  readonly classRange: Int32Array;
  readonly rangeFirst: Int32Array;
  readonly rangeLast: Int32Array;
  readonly listCount: number;
  readonly listSub: Int32Array;
  readonly subTeam: Int32Array;
  readonly subEntry: Int32Array;
  readonly entryClass: Int32Array;
}

export const NONE = -1;
