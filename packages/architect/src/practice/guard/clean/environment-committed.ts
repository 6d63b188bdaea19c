import { basename } from "node:path/posix";
import type { Rule } from "../rule.js";
import { quoted } from "./folders.js";

const example = /(?:example|sample|template|dist|schema|defaults)/i;

/** Whether a file sets the environment of one place, and so holds its secrets. */
function isEnvironment(path: string): boolean {
  const name = basename(path);
  if (!/^\.env(?:\..+)?$/s.test(name) && !/^[\w-]+\.env$/.test(name)) return false;
  return !name.split(".").some((part) => example.test(part));
}

export const environmentCommitted: Rule = {
  id: "environment-committed",
  says: "A file of environment variables is in the commit: `.env`, `.env.*`. `.env.example` is none.",
  *check({ snapshot }) {
    for (const { path } of [...snapshot.changed, ...snapshot.passing]) {
      if (!isEnvironment(path)) continue;
      yield {
        file: path,
        says: "It sets the environment of one place, where secrets belong.",
        remedy: `Take it out with \`git rm --cached -- ${quoted(path)}\`, write .env and .env.* into .gitignore, change every secret that was in it, and name the variables without values in .env.example.`,
      };
    }
  },
};
