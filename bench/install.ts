import { execFile } from "node:child_process";
import { access } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../../", import.meta.url));
const run = promisify(execFile);

/**
 * Makes a peer ready that has packages of its own: installs what its lockfile says the first time, and compiles it. Gives
 * the file to start. It is no workspace, so that whoever installs Lintel's checkout does not install it.
 */
export async function installPeer(name: string, tell: (line: string) => void): Promise<string> {
  const folder = join(root, "bench/peers", name);
  const installed = await access(join(folder, "node_modules/.package-lock.json")).then(
    () => true,
    () => false,
  );
  if (!installed) {
    tell(`Installing what ${name} needs, the first time only.`);
    await run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: folder });
  }
  await run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", folder]);
  return join(folder, "dist/main.js");
}
