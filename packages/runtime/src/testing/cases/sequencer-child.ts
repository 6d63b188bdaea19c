import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** A process of its own that takes part in giving positions, to be stopped and killed. */
export interface SequencerChild {
  readonly process: ChildProcess;
  /** Whether it leads, as far as it has told. */
  readonly isLeading: boolean;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
}

const file = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);

const script = `
import { createFacts } from ${file("../../facts.ts")};
import { openLogConnection } from ${file("../../postgres/log/index.ts")};
import { startSequencer } from ${file("../../log/index.ts")};
const [url, role, schema] = process.argv.slice(1);
const facts = createFacts();
facts.subscribe(({ fact }) => {
  if (fact.startsWith("log.sequencer")) process.stdout.write(fact === "log.sequencer.elected" ? "+" : "-");
});
startSequencer({
  service: "shop", schema, facts, holder: String(process.pid),
  connect: (notified) => openLogConnection({
    url, role, schema, applicationName: "lintel log child", listen: { channel: "lintel_outbox", notified },
  }),
});
process.stdin.on("close", () => process.exit(0)).resume();
process.stdout.write(".");
`;

/** Starts one, and resolves when it has begun. */
export async function startSequencerChild(at: {
  readonly url: string;
  readonly role: string;
  readonly schema: string;
}): Promise<SequencerChild> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "--eval", script, at.url, at.role, at.schema],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  let isLeading = false;
  child.stdout.on("data", (bytes: Buffer) => {
    const last = bytes.toString().at(-1);
    if (last !== ".") isLeading = last === "+";
  });
  await once(child.stdout, "data");
  return {
    process: child,
    get isLeading() {
      return isLeading;
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}
