import type { Verb } from "../verb.js";
import { moveEndpoint } from "./move.js";

/** `lintel webhooks enable` */
export const enable: Verb = {
  name: "enable",
  summary: "Have an endpoint that was disabled go on where it stopped, or elsewhere.",
  examples: [
    "lintel webhooks enable 0195d1a0-0000-7000-8000-00000000000a",
    "lintel webhooks enable 0195d1a0-0000-7000-8000-00000000000a --from latest",
  ],
  declare: (command) =>
    command
      .argument("<endpoint>", "its id")
      .option("--from <message>", "the webhook-id with which it goes on, or latest")
      .option("--database-url <url>", "instead of the embedded database (or DATABASE_URL)"),
  run: (given) => moveEndpoint(given, { enable: true }),
};
