import { spawn, spawnSync } from "node:child_process";

/** Says that a judge cannot sit where its tool is missing, and gives back whether that is so. */
export function isMissing(tool, how) {
  if (spawnSync("sh", ["-c", `command -v ${tool}`]).status === 0) return false;
  process.stdout.write(`skipped ${tool}: install with ${how}\n`);
  return true;
}

/** What a scanner writes, to the end. One that takes longer than `seconds` is ended, and has failed. */
export function run(tool, words, { seconds, input }) {
  return new Promise((resolve, reject) => {
    const child = spawn(tool, words, { stdio: ["pipe", "pipe", "pipe"] });
    let output = "";
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      child.kill("SIGKILL");
    }, seconds * 1_000);
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => {
        output += chunk;
      });
    child.once("error", reject);
    child.once("close", (code) => {
      clearTimeout(timer);
      if (isLate) reject(new Error(`${tool} had not ended after ${seconds} s`));
      else resolve({ code, output });
    });
    child.stdin.on("error", () => {});
    child.stdin.end(input ?? "");
  });
}

/** Says a verdict: what was found, or that nothing was. */
export function judge(name, found) {
  process.stdout.write(found.length === 0 ? `passed ${name}\n` : `failed ${name}: ${found.join("; ")}\n`);
  if (found.length > 0) process.exitCode = 1;
}
