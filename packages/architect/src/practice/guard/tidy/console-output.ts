import { join } from "node:path/posix";
import { isOfProgram } from "../manifest/index.js";
import { manifestsAbove } from "../packages/index.js";
import type { Rule, Sight } from "../rule.js";
import { type Node, type Source, walk } from "../source/index.js";
import { changedSources } from "./changed-sources.js";

const methods = new Set(["log", "debug", "info", "warn", "error", "trace", "dir", "table"]);

export const consoleOutput: Rule = {
  id: "console-output",
  says: "The program itself writes to the console. Command lines, scripts, tests and files that are run by themselves may.",
  *check(sight) {
    for (const source of changedSources(sight)) {
      if (!source.text.includes("console")) continue;
      const calls = callsOf(source);
      if (calls.length === 0 || isCommandLine(sight, source) || !isOfProgram(sight, source.path)) continue;
      for (const { start } of calls) {
        yield {
          file: source.path,
          line: source.lineOf(start),
          says: `It writes to the console: ${source.text.slice(start, start + 40).split("(")[0]}.`,
          remedy: "Take it out, or use the project's logger, at info or above.",
        };
      }
    }
  },
};

function callsOf({ program }: Source): readonly Node[] {
  const calls: Node[] = [];
  let isOwn = false;
  walk(program, (node) => {
    if (
      (node.type === "VariableDeclarator" && node.id.type === "Identifier" && node.id.name === "console") ||
      (node.type === "ImportDeclaration" && node.specifiers.some(({ local }) => local.name === "console"))
    )
      isOwn = true;
    if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return;
    const { object, property, computed } = node.callee;
    if (
      object.type === "Identifier" &&
      object.name === "console" &&
      !computed &&
      property.type === "Identifier" &&
      methods.has(property.name)
    )
      calls.push(node);
  });
  return isOwn ? [] : calls;
}

/** Whether a file talks to a person at a terminal: it is run by itself, or lies among what is. */
function isCommandLine({ snapshot }: Sight, { path, text, program }: Source): boolean {
  if (program.hashbang || /(?:^|\/)(?:cli|cmd|commands|command-line)(?:\/|\.[cm]?[jt]s$)/.test(path))
    return true;
  // Run as the program and not imported: `import.meta.main`, `process.argv[1]` beside `import.meta.url`, `require.main`.
  if (/import\.meta\.main|require\.main\s*===?\s*module|process\.argv\[1\]/.test(text)) return true;
  const stem = path.replace(/\.[cm]?[jt]sx?$/, "");
  return manifestsAbove(snapshot, path).some(({ folder, bin, scripts }) => {
    const within = folder === "." ? stem : stem.slice(folder.length + 1);
    const named = bin.some((file) => {
      const target = join(".", file).replace(/\.[cm]?[jt]sx?$/, "");
      return (
        target === within ||
        target.replace(/^(?:dist|build|lib|out)\//, "src/") === within ||
        target.replace(/^(?:dist|build|lib|out)\//, "") === within
      );
    });
    return (
      named ||
      Object.entries(scripts).some(
        ([name, script]) => name !== "start" && name !== "dev" && script.includes(`${within}.`),
      )
    );
  });
}
