/**
 * Times the same work again and again, and prints the one JSON document that `run.js` reads.
 *
 * @module
 */
import { libtorch } from "@selectivity-lab/torch";

/** @param warmUp how often the work is done before it counts. */
export function timed(work, { warmUp, times }) {
  for (let i = 0; i < warmUp; i++) work();
  const milliseconds = Array.from({ length: times }, () => {
    const started = performance.now();
    work();
    return performance.now() - started;
  });
  console.log(JSON.stringify({ engine: `libtorch ${libtorch().version}`, milliseconds }));
}
