/** A 0/1 program to be minimised, put together row by row and column by column. */
export class ZeroOneProgram {
  readonly cost: number[] = [];
  readonly rowLower: number[] = [];
  readonly rowUpper: number[] = [];
  /** Entries of column j: `starts[j] … starts[j + 1] − 1`. */
  readonly starts: number[] = [0];
  readonly rows: number[] = [];
  readonly values: number[] = [];

  /** A row between its limits, both included; its index. */
  row(lower: number, upper: number): number {
    this.rowUpper.push(upper);
    return this.rowLower.push(lower) - 1;
  }

  column(cost: number, entries: readonly (readonly [row: number, value: number])[]): void {
    this.cost.push(cost);
    for (const [row, value] of entries) {
      this.rows.push(row);
      this.values.push(value);
    }
    this.starts.push(this.rows.length);
  }
}
