import type { Verb } from "./verb.js";

/** `lintel init [directory]` */
export const init: Verb = {
  name: "init",
  summary: "Begin a project: a small backend that is ready to run. Never overwrites a file.",
  examples: ["lintel init my-backend", "cd my-backend && npm install && npx lintel dev --seed"],
  declare: (command) =>
    command
      .argument("[directory]", "where; the folder you are in unless told")
      .option("--name <name>", "the system's name (default: the folder's)")
      .option("--without-brief <reason>", "build it without gathering what is required, and say why"),
  async run({ terminal, arguments: given, text }) {
    const { relative, resolve } = await import("node:path");
    const { createProject } = await import("../project/create-project.js");
    const directory = resolve(given[0] ?? ".");
    const created = createProject(directory, { name: text("name"), withoutBrief: text("withoutBrief") });
    const folder = relative(process.cwd(), directory);
    const next = [...(folder ? [`cd ${folder}`] : []), "npm install", "npx lintel dev --seed"];
    terminal.result({ directory, ...created, next }, (paint) =>
      [
        `${paint("green", "created")}  ${created.name} in ${directory}`,
        ...created.files.map((file) => `  ${file}`),
        "",
        paint("dim", "next:"),
        ...next.map((line) => `  ${line}`),
      ].join("\n"),
    );
    return 0;
  },
};
