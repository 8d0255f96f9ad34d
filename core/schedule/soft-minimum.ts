/** A softened choice of this much more than the cheapest, in units of τ, is not counted. */
export const NEGLIGIBLE = 14;

/**
 * Softened minima of sets of costs, one per index: −τ · ln of the mean of e^(−cost / τ), so that costs that are all alike give
 * just that cost. Kept as the least cost and the sum of e^(−(cost − least) / τ).
 */
export class SoftMinimum {
  readonly least: Float64Array;
  readonly weight: Float64Array;
  readonly #number: Float64Array;
  /** The softened minimum itself, after `settle`; Infinity for an empty set. */
  readonly cost: Float64Array;
  /** What is sent to the set, over its sum of weights: member i gets `flow · e^(−(cost_i − least) / τ)` of it. */
  readonly #flow: Float64Array;

  constructor(size: number) {
    this.least = new Float64Array(size);
    this.weight = new Float64Array(size);
    this.#number = new Float64Array(size);
    this.cost = new Float64Array(size);
    this.#flow = new Float64Array(size);
  }

  clear(i: number): void {
    this.least[i] = Number.POSITIVE_INFINITY;
    this.weight[i] = 0;
    this.#number[i] = 0;
    this.#flow[i] = 0;
  }

  add(i: number, cost: number, tau: number): void {
    this.#join(i, cost, 1, 1, tau);
  }

  /** Adds the members of another set. */
  merge(i: number, from: SoftMinimum, j: number, tau: number): void {
    if (from.#number[j]! > 0) this.#join(i, from.least[j]!, from.weight[j]!, from.#number[j]!, tau);
  }

  settle(i: number, tau: number): void {
    const number = this.#number[i]!;
    this.cost[i] = number === 0 ? Number.POSITIVE_INFINITY : this.least[i]! - tau * Math.log(this.weight[i]! / number);
  }

  /** The softened minimum without one member of that cost. */
  costWithout(i: number, cost: number, tau: number): number {
    const number = this.#number[i]! - 1;
    if (number <= 0) return Number.POSITIVE_INFINITY;
    return this.least[i]! - tau * Math.log(this.#weightWithout(i, cost, tau) / number);
  }

  send(i: number, share: number): void {
    this.#flow[i] = this.#flow[i]! + share / this.weight[i]!;
  }

  /** Sends to all but one member of that cost; returns what that one gets too much by it. */
  sendWithout(i: number, cost: number, share: number, tau: number): number {
    const part = share / this.#weightWithout(i, cost, tau);
    this.#flow[i] = this.#flow[i]! + part;
    return part * Math.exp((this.least[i]! - cost) / tau);
  }

  /** What a member of that cost gets. */
  received(i: number, cost: number, tau: number): number {
    return this.#flow[i] === 0 ? 0 : this.#flow[i]! * Math.exp((this.least[i]! - cost) / tau);
  }

  /** At least a trace, so that nothing is divided by 0 where the one left out is all there is. */
  #weightWithout(i: number, cost: number, tau: number): number {
    return Math.max(1e-9 * this.weight[i]!, this.weight[i]! - Math.exp((this.least[i]! - cost) / tau));
  }

  #join(i: number, least: number, weight: number, number: number, tau: number): void {
    const known = this.least[i]!;
    if (least < known) {
      this.weight[i] = this.weight[i]! * Math.exp((least - known) / tau) + weight;
      this.least[i] = least;
    } else this.weight[i] = this.weight[i]! + weight * Math.exp((known - least) / tau);
    this.#number[i] = this.#number[i]! + number;
  }
}
