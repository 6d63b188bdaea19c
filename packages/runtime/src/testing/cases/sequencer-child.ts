import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { type FileOf, scriptWords } from "../../cases/index.js";
import type { LogOrder } from "../../log/index.js";

/** A log that a child takes part in giving positions to. */
export interface ChildLog {
  readonly url: string;
  readonly role: string;
  readonly schema: string;
}

/** A process of its own that takes part in giving positions, to several logs, to be stopped and killed. */
export interface SequencerChild {
  readonly process: ChildProcess;
  /** Whether it leads the log of this number, as far as it has told. */
  leads(log: number): boolean;
  /** Whether it gives positions to it in the order of commits. */
  follows(log: number): boolean;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
}

const script = (file: FileOf) => `
import { createFacts } from ${file("../../facts.ts")};
import { openLogConnection } from ${file("../../postgres/log/index.ts")};
import { orderSource, startSequencer } from ${file("../../log/index.ts")};
const order = process.argv[1];
const applicationName = "lintel log child";
for (const [number, { url, role, schema }] of JSON.parse(process.argv[2]).entries()) {
  const facts = createFacts();
  facts.subscribe(({ fact, order }) => {
    if (fact === "log.order" && order === "commits") process.stdout.write("*" + number + "\\n");
    if (fact === "log.sequencer.elected") process.stdout.write("+" + number + "\\n");
    if (fact === "log.sequencer.lost") process.stdout.write("-" + number + "\\n");
  });
  startSequencer({
    service: "shop", schema, facts, holder: String(process.pid),
    openSource: orderSource({ service: "shop", role, facts, url, applicationName, order }),
    connect: (notified) => openLogConnection({
      url, role, schema, applicationName, listen: { channel: "lintel_outbox", notified },
    }),
  });
}
process.stdin.on("close", () => process.exit(0)).resume();
process.stdout.write(".\\n");
`;

/** Starts one, and resolves when it has begun. The order is that of what is visible, unless told. */
export async function startSequencerChild(
  logs: readonly ChildLog[],
  order: LogOrder = "visible",
): Promise<SequencerChild> {
  const child = spawn(
    process.execPath,
    [...scriptWords(import.meta.url, script), order, JSON.stringify(logs)],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  const led = new Set<number>();
  const followed = new Set<number>();
  const begun = once(child.stdout, "data");
  createInterface(child.stdout).on("line", (line) => {
    if (line.startsWith("*")) followed.add(Number(line.slice(1)));
    if (line.startsWith("+")) led.add(Number(line.slice(1)));
    if (line.startsWith("-")) led.delete(Number(line.slice(1)));
  });
  await begun;
  return {
    process: child,
    leads: (log) => led.has(log),
    follows: (log) => followed.has(log),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}
