import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { ledgerFile, type Seen } from "../ledger/index.js";

const execute = promisify(execFile);

/** Which commit a project stands at, with `+` behind it where files differ from it; empty where there is none. The ledger itself does not count. */
export async function commitOf(directory: string): Promise<Seen["commit"]> {
  const git = async (...given: readonly string[]) =>
    (await execute("git", ["-C", directory, ...given], { maxBuffer: 64 * 1024 * 1024 })).stdout.trim();
  try {
    const commit = await git("rev-parse", "--verify", "--quiet", "HEAD");
    const changes = await git("status", "--porcelain", "--", ".", `:(exclude)${ledgerFile}`);
    return changes === "" ? commit : `${commit}+`;
  } catch {
    return "";
  }
}
