import type { Verb } from "../verb.js";
import { moveEndpoint } from "./move.js";

/** `lintel webhooks replay` */
export const replay: Verb = {
  name: "replay",
  summary: "Send all messages from one on once more, each with the id that it had.",
  examples: [
    "lintel webhooks replay 0195d1a0-0000-7000-8000-00000000000a --from 5f0c0a52-95f2-4d0a-a6b3-94c1ac6f4b6e:17",
  ],
  declare: (command) =>
    command
      .argument("<endpoint>", "its id")
      .requiredOption("--from <message>", "the webhook-id of the first, or latest")
      .option("--database-url <url>", "instead of the embedded database (or DATABASE_URL)"),
  run: (given) => moveEndpoint(given, { enable: false }),
};
