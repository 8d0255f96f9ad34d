import type { RandomStream } from '../numeric/random-stream.ts';

/** One of a list, each as likely. */
export function pick<T>(random: RandomStream, list: readonly T[]): T {
  const chosen = list[random.integer(0, list.length - 1)];
  if (chosen === undefined) throw new RangeError('pick needs a list that is not empty');
  return chosen;
}

/** One of a list, each as likely as its weight (> 0) says. */
export function weighted<T>(random: RandomStream, choices: readonly (readonly [T, number])[]): T {
  let left = random.uniform() * choices.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [choice, weight] of choices) {
    left -= weight;
    if (left < 0) return choice;
  }
  return pick(random, choices)[0];
}
