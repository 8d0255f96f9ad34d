import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { playRange } from './range.ts';
import { load } from './simulator.ts';

/** One thread of the simulator: gets ranges of seeds, answers with what came of them. */
const { bundle } = z.object({ bundle: z.string() }).parse(workerData);
const Slice = z.object({ first: z.int(), last: z.int() });
const play = load(bundle);

parentPort?.on('message', async (given: unknown) => {
  const { first, last } = Slice.parse(given);
  parentPort?.postMessage(await playRange(play, first, last));
});
