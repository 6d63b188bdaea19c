import type { Letter } from "@lintel/runtime/tools";
import { ToolError } from "../../../tool-error.js";
import type { Verb } from "../../verb.js";
import { notDead } from "./letter-errors.js";
import { formatLetter, formatLetters, letterAt, letterToJson } from "./letters.js";
import { nameOf } from "./named-consumer.js";
import { type OpenConsumer, withConsumer } from "./with-consumer.js";

const database = ["--database-url <url>", "instead of the embedded database (or DATABASE_URL)"] as const;
const ofConsumer = [
  "<consumer>",
  "its service and its name, or its name alone where no other has it",
] as const;
const atPosition = ["<position>", "the entry's position in the log"] as const;
/** Letters of a list at most. */
const mostListed = 1_000;

const list: Verb = {
  name: "list",
  summary:
    "List what a consumer could not handle: dead letters, or with --all those too that are tried again or wait.",
  examples: ["lintel log dead list billing.invoices", "lintel log dead list invoices --all --json"],
  declare: (command) =>
    command
      .argument(...ofConsumer)
      .option("--all", "those too that are tried again, and those that wait behind others")
      .option(...database),
  async run(given) {
    const { listLetters } = await import("@lintel/runtime/tools");
    return withConsumer(given, given.arguments[0] ?? "", async ({ client, place }) => {
      const state = given.options.all === true ? undefined : "dead";
      const letters = await listLetters(client, place, { state, limit: mostListed });
      given.terminal.result({ letters: letters.map(letterToJson) }, (paint) => formatLetters(letters, paint));
      return 0;
    });
  },
};

const show: Verb = {
  name: "show",
  summary: "Show one entry that could not be handled, with its data and what went wrong.",
  examples: ["lintel log dead show billing.invoices 1200"],
  declare: (command) =>
    command
      .argument(...ofConsumer)
      .argument(...atPosition)
      .option(...database),
  async run(given) {
    const [name = "", position] = given.arguments;
    return withConsumer(given, name, async (open) => {
      const letter = await letterAt(open, position);
      given.terminal.result(letterToJson(letter), () => formatLetter(letter));
      return 0;
    });
  },
};

const edit: Verb = {
  name: "edit",
  summary:
    "Give the event of a dead letter other data, which must be as the event is declared. It is not tried by that.",
  examples: ['lintel log dead edit billing.invoices 1200 --data \'{"order":"0190...","total":"9.90"}\''],
  declare: (command) =>
    command
      .argument(...ofConsumer)
      .argument(...atPosition)
      .requiredOption("--data <json>", "the data of the event, whole")
      .option(...database),
  async run(given) {
    const { editLetter } = await import("@lintel/runtime/tools");
    const [name = "", position] = given.arguments;
    return withConsumer(given, name, async (open) => {
      const letter = await letterAt(open, position);
      const { data, version } = await validData(open, letter, given.text("data") ?? "");
      if (!(await editLetter(open.client, open.place, letter, { data, version })))
        throw notDead(nameOf(open), letter.position, letter.state);
      given.terminal.result(
        { consumer: nameOf(open), position: letter.position, data: JSON.parse(data) },
        () => `Changed. Next: lintel log dead replay ${nameOf(open)} ${letter.position}`,
      );
      return 0;
    });
  },
};

const replay: Verb = {
  name: "replay",
  summary:
    "Have dead letters tried again at once, with all their attempts; those behind them follow in order.",
  examples: ["lintel log dead replay billing.invoices 1200", "lintel log dead replay billing.invoices --all"],
  declare: (command) =>
    command
      .argument(...ofConsumer)
      .argument("[position]", "the entry's position in the log")
      .option("--all", "every dead letter of the consumer")
      .option(...database),
  async run(given) {
    const { listLetters, replayLetter } = await import("@lintel/runtime/tools");
    const [name = "", position] = given.arguments;
    return withConsumer(given, name, async (open) => {
      const { client, place } = open;
      const isAll = given.options.all === true && position === undefined;
      const letters = isAll
        ? await listLetters(client, place, { state: "dead", limit: mostListed })
        : [await letterAt(open, position)];
      const replayed: number[] = [];
      for (const letter of letters) {
        if (await replayLetter(client, place, letter)) replayed.push(letter.position);
        else if (!isAll) throw notDead(nameOf(open), letter.position, letter.state);
      }
      given.terminal.result(
        { consumer: nameOf(open), replayed },
        () => `${replayed.length} tried again. Next: lintel log dead list ${nameOf(open)} --all`,
      );
      return 0;
    });
  },
};

const skip: Verb = {
  name: "skip",
  summary: "Give an entry up: it is never handled, and those behind it follow.",
  examples: ["lintel log dead skip billing.invoices 1200"],
  declare: (command) =>
    command
      .argument(...ofConsumer)
      .argument(...atPosition)
      .option(...database),
  async run(given) {
    const { skipLetter } = await import("@lintel/runtime/tools");
    const [name = "", position] = given.arguments;
    return withConsumer(given, name, async (open) => {
      const letter = await letterAt(open, position);
      if (letter.state !== "dead" || !(await skipLetter(open.client, open.place, letter)))
        throw notDead(nameOf(open), letter.position, letter.state);
      given.terminal.result(
        { consumer: nameOf(open), skipped: letterToJson(letter) },
        () => `${formatLetter(letter)}\nis skipped, and kept nowhere: this is all that is left of it.`,
      );
      return 0;
    });
  },
};

/** The verbs of `lintel log dead`. */
export const deadVerbs: readonly Verb[] = [list, show, edit, replay, skip];

/** Data that are as the event is declared now, with the key that the event had: by that it is kept in order. */
async function validData(
  { model, consumer }: OpenConsumer,
  letter: Letter,
  text: string,
): Promise<{ readonly data: string; readonly version: number }> {
  const { planEvent } = await import("@lintel/runtime/tools");
  const source = model.services.find(({ name }) => name === consumer.source);
  const event = source?.events.find(({ name }) => name === letter.subject);
  const refuse = (message: string) =>
    new ToolError(
      "LETTER_DATA_INVALID",
      message,
      `lintel log dead show ${consumer.name} ${letter.position}`,
      {
        exitCode: 2,
      },
    );
  if (letter.kind !== "event" || !event)
    throw refuse(
      `Received a letter with ${letter.kind} ${letter.subject}; only events that are declared can be edited.`,
    );
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw refuse("Received for --data what is no JSON; expected an object.");
  }
  const planned = planEvent(event, given);
  if (planned.key !== letter.key)
    throw refuse(
      `Received data with the key ${JSON.stringify(planned.key)}; expected ${JSON.stringify(letter.key)}.`,
    );
  return { data: planned.data, version: event.version };
}
