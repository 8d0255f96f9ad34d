/** Steps remembered. */
const MEMORY = 12;
/** A step must gain at least this share of what the slope promises; else it is shortened by SHORTER, at most TRIES times. */
const PROMISE = 1e-4;
const SHORTER = 0.4;
const TRIES = 12;
/** The first step is as long as a gain of this share of the value would ask for if the slope held. */
const FIRST_GAIN = 0.01;
/** Gains below this share of the value end the descent. */
const SETTLED = 1e-6;

/** A function of many variables: gives the value at x and writes the gradient. */
export type Smooth = (x: Float64Array, gradient: Float64Array) => number;

/**
 * Walks x, none of it below 0, down a smooth convex function for at most `steps` steps: limited-memory quasi-Newton (Liu and
 * Nocedal 1989), projected, over what can move. `scale` is the curvature expected of each variable, inverted. Work: steps
 * evaluations, a few more where steps are shortened, and O(MEMORY · variables) each.
 */
export function descendSmooth(f: Smooth, x: Float64Array, scale: Float64Array, steps: number): void {
  const size = x.length;
  const gradient = new Float64Array(size);
  const nextX = new Float64Array(size);
  const nextGradient = new Float64Array(size);
  const direction = new Float64Array(size);
  const memory: Step[] = [];
  let value = f(x, gradient);
  for (let k = 0; k < steps; k++) {
    for (let i = 0; i < size; i++) direction[i] = x[i]! > 0 || gradient[i]! < 0 ? -gradient[i]! : 0;
    twoLoops(memory, direction, scale, Math.abs(value));
    let slope = 0;
    for (let i = 0; i < size; i++) {
      if (x[i] === 0 && gradient[i]! >= 0) direction[i] = 0;
      slope += gradient[i]! * direction[i]!;
    }
    const next = slope < 0 ? search(f, { x, gradient, direction, value }, nextX, nextGradient) : Number.NaN;
    if (Number.isNaN(next)) {
      if (memory.length === 0) return;
      memory.length = 0;
      continue;
    }
    remember(memory, x, gradient, nextX, nextGradient);
    x.set(nextX);
    gradient.set(nextGradient);
    const gain = value - next;
    value = next;
    if (gain < SETTLED * Math.abs(value)) return;
  }
}

interface Step {
  readonly x: Float64Array;
  readonly gradient: Float64Array;
  /** 1 / (x · gradient). */
  readonly weight: number;
}

/** From the downhill slope to the quasi-Newton direction, in place. */
function twoLoops(memory: readonly Step[], direction: Float64Array, scale: Float64Array, value: number): void {
  const size = direction.length;
  const shares = new Float64Array(memory.length);
  for (let j = memory.length - 1; j >= 0; j--) {
    const { x, gradient, weight } = memory[j]!;
    const share = weight * dot(x, direction);
    shares[j] = share;
    for (let i = 0; i < size; i++) direction[i] = direction[i]! - share * gradient[i]!;
  }
  const last = memory.at(-1);
  const length = scaledSquare(last?.gradient ?? direction, scale);
  const factor = length === 0 ? 0 : last === undefined ? (FIRST_GAIN * value) / length : 1 / (last.weight * length);
  for (let i = 0; i < size; i++) direction[i] = factor * scale[i]! * direction[i]!;
  memory.forEach(({ x, gradient, weight }, j) => {
    const share = shares[j]! - weight * dot(gradient, direction);
    for (let i = 0; i < size; i++) direction[i] = direction[i]! + share * x[i]!;
  });
}

interface Point {
  readonly x: Float64Array;
  readonly gradient: Float64Array;
  readonly direction: Float64Array;
  readonly value: number;
}

/** Shortens the step until it gains enough; the value there, NaN if none does. Leaves the point in `nextX`. */
function search(
  f: Smooth,
  { x, gradient, direction, value }: Point,
  nextX: Float64Array,
  nextGradient: Float64Array,
): number {
  let step = 1;
  for (let tries = 0; tries < TRIES; tries++) {
    let promised = 0;
    for (let i = 0; i < x.length; i++) {
      nextX[i] = Math.max(0, x[i]! + step * direction[i]!);
      promised += gradient[i]! * (nextX[i]! - x[i]!);
    }
    const next = f(nextX, nextGradient);
    if (next <= value + PROMISE * promised) return next;
    step *= SHORTER;
  }
  return Number.NaN;
}

function remember(
  memory: Step[],
  x: Float64Array,
  gradient: Float64Array,
  nextX: Float64Array,
  nextGradient: Float64Array,
): void {
  const step = { x: nextX.map((to, i) => to - x[i]!), gradient: nextGradient.map((to, i) => to - gradient[i]!) };
  const curvature = dot(step.x, step.gradient);
  if (!(curvature > 0)) return;
  memory.push({ ...step, weight: 1 / curvature });
  if (memory.length > MEMORY) memory.shift();
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function scaledSquare(a: Float64Array, scale: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += scale[i]! * a[i]! * a[i]!;
  return sum;
}
