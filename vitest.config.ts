import { tmpdir } from "node:os";
import path from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  // Tests read the sources, not dist/: a package's door is its src/index.ts.
  resolve: { conditions: ["@selectivity-lab/source"] },
  ssr: { resolve: { conditions: ["@selectivity-lab/source"] } },
  test: {
    include: ["packages/*/test/**/*.test.ts", "examples/**/*.test.ts", "test/**/*.test.ts"],
    // libtorch is a native library with process-wide state (threads, random state): one process a file.
    pool: "forks",
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Decoded data sets are kept in the user's cache; tests have their own.
    env: { XDG_CACHE_HOME: path.join(tmpdir(), "selectivity-lab-test-cache") },
  },
});
