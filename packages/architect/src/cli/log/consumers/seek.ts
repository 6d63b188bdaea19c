import { ToolError } from "../../../tool-error.js";
import type { Verb } from "../../verb.js";
import { nameOf } from "./named-consumer.js";
import { type OpenConsumer, withConsumer } from "./with-consumer.js";

interface From {
  readonly epoch: string;
  readonly position: number;
}

/** `lintel log seek` */
export const seek: Verb = {
  name: "seek",
  summary:
    "Have a consumer go on at another position: back, to handle again what lies between, or ahead, to leave it out.",
  examples: [
    "lintel log seek billing.invoices 1200",
    "lintel log seek billing.invoices beginning",
    "lintel log seek billing.invoices now",
  ],
  declare: (command) =>
    command
      .argument("<consumer>", "its service and its name, or its name alone where no other has it")
      .argument("<position>", "the next entry that it handles: a position, epoch:position, beginning or now")
      .option("--database-url <url>", "instead of the embedded database (or DATABASE_URL)"),
  async run(given) {
    const [name = "", position = ""] = given.arguments;
    return withConsumer(given, name, async (open) => {
      const to = await placeOf(open, position);
      await move(open, to);
      given.terminal.result(
        { consumer: nameOf(open), ...to },
        () => `${nameOf(open)} goes on with ${to.position}.`,
      );
      return 0;
    });
  },
};

/** `lintel log replay` */
export const replay: Verb = {
  name: "replay",
  summary: "Have a consumer handle again what it has handled from a position on: effects are made again.",
  examples: ["lintel log replay billing.invoices --from 1200"],
  declare: (command) =>
    command
      .argument("<consumer>", "its service and its name, or its name alone where no other has it")
      .requiredOption(
        "--from <position>",
        "the first entry to handle again: a position, epoch:position or beginning",
      )
      .option("--database-url <url>", "instead of the embedded database (or DATABASE_URL)"),
  async run(given) {
    const { readCursors } = await import("@lintel/runtime/tools");
    return withConsumer(given, given.arguments[0] ?? "", async (open) => {
      const to = await placeOf(open, given.text("from") ?? "");
      const cursors = await readCursors(open.client, open.cursor.schema);
      const at = cursors.find(({ name }) => name === open.cursor.name)?.position ?? 0;
      if (to.position > at)
        throw new ToolError(
          "POSITION_INVALID",
          `${nameOf(open)} has handled what lies up to ${at}; there is nothing to handle again from ${to.position} on.`,
          `lintel log seek ${nameOf(open)} ${to.position}`,
          { exitCode: 2 },
        );
      await move(open, to);
      const count = at - to.position + 1;
      given.terminal.result(
        { consumer: nameOf(open), ...to, entries: count },
        () => `${nameOf(open)} handles again from ${to.position} on, up to ${at} and further.`,
      );
      return 0;
    });
  },
};

async function move(open: OpenConsumer, to: From): Promise<void> {
  const { seekConsumer } = await import("@lintel/runtime/tools");
  const { neverRun } = await import("./letter-errors.js");
  const after = { epoch: to.epoch, position: to.position - 1 };
  if (!(await seekConsumer(open.client, open.cursor, open.place.consumer, after)))
    throw neverRun(nameOf(open));
}

/** The entry that is meant, which must be one that the log has or will have next. */
async function placeOf(open: OpenConsumer, text: string): Promise<From> {
  const { url, model, consumer } = open;
  const { logHead } = await import("./log-head.js");
  const { positionOf } = await import("../tail.js");
  const head = await logHead(url, model, consumer.source);
  if (!head)
    throw new ToolError(
      "SERVICE_UNKNOWN",
      `The log of ${consumer.source} cannot be read in this database; expected the one that it is in.`,
      "Name the database that has both: --database-url <url>",
      { exitCode: 2 },
    );
  const { epoch, position, firstKept } = head;
  if (text === "now") return { epoch, position: position + 1 };
  if (text === "beginning") return { epoch, position: firstKept };
  const asked = { epoch, position: position + 1, ...positionOf(text, "the position") };
  if (asked.epoch === epoch && asked.position >= firstKept && asked.position <= position + 1) return asked;
  if (asked.epoch === epoch && asked.position < firstKept)
    throw new ToolError(
      "POSITION_INVALID",
      `Received the position ${asked.position}; the log of ${consumer.source} is kept from ${firstKept} on, and nothing before can be handled again. What was archived can be read: lintel log tail ${consumer.source} --archive <folder>`,
      `lintel log seek ${nameOf(open)} beginning`,
      { exitCode: 2 },
    );
  throw new ToolError(
    "POSITION_INVALID",
    asked.epoch === epoch
      ? `Received the position ${asked.position}; the log of ${consumer.source} has ${firstKept} to ${position}.`
      : `Received a position of the epoch ${asked.epoch}; the log of ${consumer.source} is in ${epoch}.`,
    "lintel log status",
    { exitCode: 2 },
  );
}
