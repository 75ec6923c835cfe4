#!/usr/bin/env node
try {
  const { main } = await import("../dist/main.js");
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error?.code !== "EMFILE" && error?.code !== "ENFILE") throw error;
  // not even the program's own files could be opened, so nothing of it can be used here
  console.error(`selectivity: too many files are open (${error.code})`);
  console.error("  to do: raise the limit with `ulimit -n`, then run the command again");
  process.exitCode = 1;
}
