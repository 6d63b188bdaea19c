#!/usr/bin/env node
/** The command `lintel`. */
import { existsSync } from "node:fs";
import module from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

// What was compiled once is kept (Node 22.8 and later), in a folder that is this user's own, for this process and those
// that it starts. Without a place to write, or with NODE_DISABLE_COMPILE_CACHE, Node goes on without.
module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE || join(homedir(), ".cache", "lintel", "node"));
const compiled = module.getCompileCacheDir?.();
if (compiled) process.env.NODE_COMPILE_CACHE ||= join(compiled, "..");

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
