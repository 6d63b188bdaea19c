import { spawn } from "node:child_process";
import { once } from "node:events";
import { until } from "./until.js";

/** A process of its own that takes the turn and gives positions, and says on its output how far it is. */
export interface SequencingProcess {
  readonly pid: number;
  /** Has it begin. */
  go(): void;
  /** Resolves when it says the word. */
  says(word: string): Promise<void>;
  kill(signal: "SIGKILL" | "SIGSTOP" | "SIGCONT"): void;
  readonly ended: Promise<unknown>;
  said(): string;
}

const childScript = `
import { startSequencing } from ${JSON.stringify(new URL("../fixture.ts", import.meta.url).href)};
const [url, stage, after] = process.argv.slice(1);
const say = (word) => process.stdout.write(word + "\\n");
let left = Number(after);
const halt = async (here, { transactions, progress }) => {
  if (transactions.length === 0) return;
  const from = progress.lsn === undefined ? "look" : here;
  if (from !== stage || (left -= 1) > 0) return;
  say("at");
  await new Promise(() => {});
};
say("ready");
process.stdin.once("data", async () => {
  const sequencing = await startSequencing({
    url,
    goOn: false,
    batch: 50,
    beforeAppend: (batch) => halt("received", batch),
    afterAppend: (batch) => halt("appended", batch),
  });
  say("started");
  await sequencing.ended.catch((error) => say("failed " + error.message));
  process.exit(0);
});
`;

/**
 * `stage`: where it stands still, at the n-th batch. Of those from the slot: `received` before it is appended, `appended`
 * before it is acknowledged. `look`: of those that are found before there is a slot.
 */
export async function spawnSequencing(
  url: string,
  stage: "received" | "appended" | "look" | "never",
  after: number,
): Promise<SequencingProcess> {
  const words = ["--import", "tsx", "--input-type=module", "--eval", childScript, url, stage, String(after)];
  const child = spawn(process.execPath, words, { stdio: ["pipe", "pipe", "inherit"] });
  let text = "";
  child.stdout.on("data", (bytes) => {
    text += bytes;
  });
  const ended = once(child, "exit");
  const process_ = {
    pid: child.pid ?? 0,
    go: () => void child.stdin.write("go\n"),
    says: (word: string) =>
      until(`the process says ${word}, after ${text}`, () => text.includes(`${word}\n`), 110_000),
    kill: (signal: "SIGKILL" | "SIGSTOP" | "SIGCONT") => void child.kill(signal),
    ended,
    said: () => text,
  };
  await process_.says("ready");
  return process_;
}
