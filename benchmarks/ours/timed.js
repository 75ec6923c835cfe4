/**
 * Times the same work again and again, and prints the one JSON document that `run.js` reads.
 *
 * @module
 */
import { libtorch } from "@selectivity-lab/torch";

/** @param warmUp how often the work is done before it counts. */
export async function timed(work, { warmUp, times }) {
  for (let i = 0; i < warmUp; i++) await work();
  const milliseconds = [];
  for (let i = 0; i < times; i++) {
    const started = performance.now();
    await work();
    milliseconds.push(performance.now() - started);
  }
  console.log(JSON.stringify({ engine: `libtorch ${libtorch().version}`, milliseconds }));
}
