#!/usr/bin/env node
/** The command `lintel`. Source maps are turned on where the user's TypeScript is read, not for every module of ours. */
import { existsSync } from "node:fs";

const main = new URL("../dist/cli/main.js", import.meta.url);
if (existsSync(main)) {
  const { run } = await import(main.href);
  const code = await run(process.argv.slice(2));
  // A blueprint may have opened what keeps a process alive; what was written is flushed first.
  process.stdout.write("", () => process.stderr.write("", () => process.exit(code)));
} else {
  process.stderr.write("lintel: not built yet (dist/cli/main.js is missing).\n  next: npm run build\n");
  process.exitCode = 2;
}
