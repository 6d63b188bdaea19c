import { ToolError } from "../../tool-error.js";
import type { Terminal } from "../terminal.js";
import type { Verb } from "../verb.js";

/** `lintel db reset` */
export const reset: Verb = {
  name: "reset",
  summary: "Drop everything that the system stores, and lay its tables anew. Asks first.",
  examples: ["lintel db reset", "lintel db reset --yes && lintel db seed"],
  declare: (command) =>
    command
      .option("--yes", "do not ask")
      .option("--database-url <url>", "instead of the embedded database; DATABASE_URL alone is not enough"),
  async run({ terminal, options, text }) {
    const tools = await import("@lintel/runtime/tools");
    const { readModel } = await import("../read-model.js");
    const { withDatabase } = await import("./with-database.js");
    const { namedDatabase, withoutPassword } = await import("../../development/index.js");
    const named = namedDatabase(text("databaseUrl"));
    if (named !== undefined && !(options.yes === true && text("databaseUrl") !== undefined))
      throw notYours(withoutPassword(named));
    if (options.yes !== true && !(await confirms(terminal))) {
      terminal.note(() => "Nothing was dropped.");
      return 1;
    }
    return withDatabase({ terminal, text }, async ({ url, embedded, project }) => {
      const { model } = await readModel(project);
      await tools.reset({ url, model });
      if (embedded) await tools.push({ url, model });
      terminal.result({ reset: true, database: withoutPassword(url), tables: embedded }, () =>
        embedded
          ? "Everything was dropped, and the tables were laid anew."
          : "Everything was dropped. Next: lintel db migrate",
      );
      return 0;
    });
  },
};

async function confirms(terminal: Terminal): Promise<boolean> {
  if (!terminal.canAsk) {
    throw new ToolError(
      "CONFIRMATION_MISSING",
      "This drops every row of the system, and there is no terminal to ask at.",
      "lintel db reset --yes",
      { exitCode: 2 },
    );
  }
  const { confirm } = await import("@clack/prompts");
  const answer = await confirm({
    message: "Drop every row of the embedded database of this project?",
    initialValue: false,
    output: process.stderr,
  });
  return answer === true;
}

function notYours(place: string): ToolError {
  return new ToolError(
    "DATABASE_NOT_YOURS_TO_EMPTY",
    `${place} is not the embedded database of this project.`,
    "If it may be emptied, say so: lintel db reset --yes --database-url <url>",
    { exitCode: 2 },
  );
}
