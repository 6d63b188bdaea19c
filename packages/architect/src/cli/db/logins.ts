import type { Verb } from "../verb.js";

/** `lintel db logins` */
export const logins: Verb = {
  name: "logins",
  summary: "Make a login for each service that may do what its blueprint needs, and print its address once.",
  examples: [
    "DATABASE_URL=postgresql://owner:secret@db:5432/app lintel db logins >> production.env",
    "lintel db logins --rotate --json",
    "lintel db logins --replication",
  ],
  declare: (command) =>
    command
      .option("--rotate", "give new passwords to logins that are there already")
      .option(
        "--replication",
        "let the logins of services that have a log replicate, so that their order is that of commits",
      )
      .option("--no-replication", "take that right away")
      .option(
        "--database-url <url>",
        "the owner's address, instead of the embedded database (or DATABASE_URL)",
      ),
  async run({ terminal, options, text }) {
    const tools = await import("@lintel/runtime/tools");
    const { readModel } = await import("../read-model.js");
    const { withDatabase } = await import("./with-database.js");
    return withDatabase({ terminal, text }, async ({ url, project }) => {
      const { model } = await readModel(project);
      const replication = typeof options.replication === "boolean" ? options.replication : undefined;
      const made = await tools.ensureLogins({ url, model, rotate: options.rotate === true, replication });
      const lines = made.flatMap(({ service, url: address }) => {
        const schema = model.services.find(({ name }) => name === service)?.schema ?? service;
        return address === undefined ? [] : [`${schema.toUpperCase()}_DATABASE_URL=${address}`];
      });
      const logged = new Set(model.services.flatMap(({ name, log }) => (log ? [name] : [])));
      for (const { service, name, state, replicates, published, remedy } of made) {
        terminal.note((paint) =>
          state === "kept"
            ? `${paint("dim", "kept")}     ${name}, with its password; a new one: lintel db logins --rotate`
            : `${paint("green", state.padEnd(7))}  ${name}`,
        );
        if (!replicates && replication === undefined && logged.has(service))
          terminal.note(
            () =>
              "         it may not replicate: the order of its log is that of what is visible; for that of commits: lintel db logins --replication",
          );
        if (remedy !== undefined)
          terminal.note(
            (paint) =>
              `         ${paint("red", `it may ${replicates ? "still replicate" : "not replicate yet"}`)}: the login that made it may not change that. Let an administrator run:\n${remedy}`,
          );
        else if (replicates)
          terminal.note((paint) =>
            published
              ? `         it may replicate: the order of its log is that of commits`
              : `         ${paint("yellow", "it may replicate, and its outbox is not published")}: lintel db migrate && lintel db logins --replication`,
          );
      }
      if (lines.length > 0)
        terminal.note((paint) => paint("dim", "Keep these secret: the passwords are shown this once."));
      if (terminal.json || lines.length > 0) terminal.result({ logins: made }, () => lines.join("\n"));
      return made.some(({ remedy }) => remedy !== undefined) ? 1 : 0;
    });
  },
};
