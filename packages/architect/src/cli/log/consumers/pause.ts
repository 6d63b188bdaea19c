import type { Verb } from "../../verb.js";
import { nameOf } from "./named-consumer.js";
import { withConsumer } from "./with-consumer.js";

/** `lintel log pause` */
export const pause = steering("pause", true, {
  summary: "Have a consumer stand still until it is told to go on: what it has under way ends first.",
  done: (name) => `${name} is paused. Next: lintel log resume ${name}`,
});

/** `lintel log resume` */
export const resume = steering("resume", false, {
  summary: "Have a consumer go on that was paused.",
  done: (name) => `${name} goes on.`,
});

function steering(
  verb: string,
  isPaused: boolean,
  { summary, done }: { readonly summary: string; readonly done: (name: string) => string },
): Verb {
  return {
    name: verb,
    summary,
    examples: [`lintel log ${verb} billing.invoices`],
    declare: (command) =>
      command
        .argument("<consumer>", "its service and its name, or its name alone where no other has it")
        .option("--database-url <url>", "instead of the embedded database (or DATABASE_URL)"),
    async run(given) {
      const { pauseCursor } = await import("@lintel/runtime/tools");
      const { neverRun } = await import("./letter-errors.js");
      return withConsumer(given, given.arguments[0] ?? "", async (open) => {
        const name = nameOf(open);
        if (!(await pauseCursor(open.client, open.cursor, isPaused))) throw neverRun(name);
        given.terminal.result({ consumer: name, isPaused }, () => done(name));
        return 0;
      });
    },
  };
}
