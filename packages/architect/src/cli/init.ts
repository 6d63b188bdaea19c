import type { HookChange } from "../practice/guard/index.js";
import { ToolError } from "../tool-error.js";
import { describeHook } from "./guard/index.js";
import type { Verb } from "./verb.js";

/** `lintel init [directory]` */
export const init: Verb = {
  name: "init",
  summary: "Begin a project: a small backend that is ready to run. Never overwrites a file.",
  examples: [
    "lintel init my-backend",
    "cd my-backend && npm install && npx lintel interview",
    'lintel init my-backend --without-brief "Only to look at Lintel."',
  ],
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
    const hooks = await hooksIn(directory, (why) => terminal.note(() => why));
    const folder = relative(process.cwd(), directory);
    const then = text("withoutBrief") === undefined ? "npx lintel interview" : "npx lintel dev --seed";
    const next = [...(folder ? [`cd ${folder}`] : []), "npm install", then];
    terminal.result({ directory, ...created, hooks, next }, (paint) =>
      [
        `${paint("green", "created")}  ${created.name} in ${directory}`,
        ...created.files.map((file) => `  ${file}`),
        ...hooks.map((hook) => `  ${describeHook(hook)}`),
        "",
        paint("dim", "next:"),
        ...next.map((line) => `  ${line}`),
      ].join("\n"),
    );
    return 0;
  },
};

/** In a repository of git the guard is installed; the project is made all the same where that cannot be. */
async function hooksIn(directory: string, tell: (why: string) => void): Promise<readonly HookChange[]> {
  const { installHooks } = await import("../practice/guard/index.js");
  try {
    return installHooks(directory);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    if (error.code !== "NOT_A_REPOSITORY" && error.code !== "GIT_MISSING")
      tell(`No hooks were installed. ${error.message} ${error.next}`);
    return [];
  }
}
