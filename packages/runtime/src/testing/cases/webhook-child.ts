import { spawn } from "node:child_process";
import { once } from "node:events";
import { type FileOf, scriptWords } from "../../cases/index.js";

/** A process of its own that serves the system of the scene, its webhooks too. */
export interface WebhookChild {
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
}

const script = (file: FileOf) => `
import { serve } from ${file("../../serve/index.ts")};
import { sellingSystem } from ${file("./webhook-scene.ts")};
const { name, retries, ...options } = JSON.parse(process.argv[1]);
await serve({
  system: sellingSystem({ name, retries }), environment: "test", port: 0, metricsPort: false, log: "none", ...options,
});
process.stdin.on("close", () => process.exit(0)).resume();
process.stdout.write(".");
`;

/** Starts one, and resolves when it serves. */
export async function startWebhookChild(options: object): Promise<WebhookChild> {
  const child = spawn(process.execPath, [...scriptWords(import.meta.url, script), JSON.stringify(options)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  return {
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}
