import type { LogPage, LogReader, ServiceModel, SystemModel } from "@lintel/runtime/tools";
import { ToolError } from "../../tool-error.js";
import { whenToldToStop } from "../signals.js";
import type { Verb } from "../verb.js";

/** `lintel log tail` */
export const tail: Verb = {
  name: "tail",
  summary: "Print the entries of a service's log, and follow it.",
  examples: [
    "lintel log tail orders",
    "lintel log tail orders --follow --json",
    "lintel log tail --from 1200",
    "lintel log tail --from 5f0c0a52-95f2-4d0a-a6b3-94c1ac6f4b6e:17",
    "lintel log tail orders --archive /var/lib/shop/log --json",
  ],
  declare: (command) =>
    command
      .argument("[service]", "whose log (not needed where only one has a log)")
      .option(
        "--from <position>",
        "where to begin (default: the first that is kept, or with --follow the next)",
      )
      .option("--follow", "go on with what comes, until Ctrl-C")
      .option("--archive <folder>", "read what was archived there instead of the log; no database is asked")
      .option("--database-url <url>", "instead of the embedded database (or DATABASE_URL)"),
  async run({ terminal, text, arguments: [name], options }) {
    const tools = await import("@lintel/runtime/tools");
    const { readModel } = await import("../read-model.js");
    const { withDatabase } = await import("../db/with-database.js");
    const { findProject } = await import("../../project/index.js");
    const { archivedLine, entryLine } = await import("./entry-line.js");
    const asked = positionOf(text("from"));
    const isFollowing = options.follow === true;
    const archive = text("archive");
    if (archive !== undefined) {
      const { model } = await readModel(findProject(process.cwd(), text("blueprint")));
      const service = serviceOf(model, name);
      if (isFollowing)
        throw new ToolError(
          "OPTION_MISPLACED",
          "Received --follow and --archive: nothing comes to what was archived.",
          `lintel log tail ${service.name} --follow`,
          { exitCode: 2 },
        );
      let lines = 0;
      for await (const { text: event } of tools.readArchive(archive, service.name, asked)) {
        process.stdout.write(`${terminal.json ? event : archivedLine(event)}\n`);
        lines += 1;
      }
      if (lines === 0)
        terminal.note(
          () => `Nothing of ${service.name} is in ${archive}${asked.position ? " from there on" : ""}.`,
        );
      return 0;
    }
    return withDatabase({ terminal, text }, async ({ url, project }) => {
      const { model } = await readModel(project);
      const service = serviceOf(model, name);
      const { role, schema } = service;
      const reader = tools.createLogReader({
        service: service.name,
        schema,
        connect: (notified, onLost) =>
          tools.openLogConnection({
            url,
            role,
            schema,
            applicationName: "lintel log tail",
            listen: { channel: tools.appendedChannel, notified },
            onLost,
          }),
      });
      try {
        const { epoch, position, firstKept } = await reader.head();
        const from = { epoch, position: isFollowing ? position + 1 : firstKept, ...asked };
        const print = (page: LogPage) => {
          const lines = page.entries.map((entry) =>
            terminal.json
              ? tools.toCloudEvent(entry, { system: model.name, service: service.name, epoch: page.epoch })
              : entryLine(entry),
          );
          process.stdout.write(`${lines.join("\n")}\n`);
        };
        if (isFollowing) await follow(reader, from, print);
        else await printAll(reader, from, position, print);
        return 0;
      } finally {
        await reader.close();
      }
    });
  },
};

type From = { readonly epoch: string; readonly position: number };

async function printAll(
  reader: LogReader,
  from: From,
  last: number,
  print: (page: LogPage) => void,
): Promise<void> {
  let at: Parameters<LogReader["read"]>[0] = from;
  while (at.position <= last) {
    const count = Math.min(1_000, last + 1 - at.position);
    const page = await reader.read(at, { count });
    if (page.entries.length === 0) return;
    print(page);
    at = { epoch: from.epoch, ...page.next };
  }
}

async function follow(reader: LogReader, from: From, print: (page: LogPage) => void): Promise<void> {
  const stop = new AbortController();
  void whenToldToStop().first.then(() => stop.abort());
  for await (const page of reader.pages(from, stop.signal)) print(page);
}

/** What `--from` says: a position of the epoch that is, or one with its epoch. */
export function positionOf(text: string | undefined, what = "--from"): Partial<From> {
  if (text === undefined) return {};
  const [, epoch, digits] =
    /^(?:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):)?([1-9]\d{0,15})$/.exec(text) ?? [];
  if (digits === undefined)
    throw new ToolError(
      "POSITION_INVALID",
      `Received ${JSON.stringify(text)} for ${what}; expected a number from 1 on, or epoch:position.`,
      "lintel log status",
      { exitCode: 2 },
    );
  return { ...(epoch !== undefined && { epoch }), position: Number(digits) };
}

/** The service whose log is meant. */
export function serviceOf(model: Pick<SystemModel, "services">, name: string | undefined): ServiceModel {
  const logged = model.services.filter(({ log }) => log);
  const [only, another] = name === undefined ? logged : logged.filter((service) => service.name === name);
  if (only && !another) return only;
  const names = logged.map((service) => service.name).join(", ");
  throw new ToolError(
    "SERVICE_UNKNOWN",
    name === undefined && logged.length > 1
      ? `Several services have a log: ${names}. Expected the name of one.`
      : `Received ${name === undefined ? "no service" : `the service "${name}"`}; services that have a log: ${names || "none"}.`,
    logged.length > 0
      ? `lintel log tail ${logged[0]?.name}`
      : "Declare an event, or say `feed: true` of an entity.",
    { exitCode: 2 },
  );
}
