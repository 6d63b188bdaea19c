import { dirname, join } from "node:path/posix";
import type { Snapshot } from "../git/index.js";
import { isSource } from "../source/index.js";
import { jsonFault, type SyntaxFault } from "./json-syntax.js";
import { tomlFault } from "./toml-syntax.js";

/** A language, and the files in which its projects say what they need. */
export interface Language {
  readonly name: string;
  readonly isSource: (path: string) => boolean;
  /** Names of manifests, the usual one first. */
  readonly manifests: readonly string[];
}

/** Folders whose sources need no manifest: pages for browsers, scripts of a project in another language, examples, what was made for tests. */
const aside =
  /(?:^|\/)(?:static|public|assets|www|html|pages|docs?|scripts?|tools?|bin|bench(?:marks?)?|examples?|samples|ci|\.[^/]+|tests?|__tests__|fixtures|__fixtures__|testdata|templates?|migrations|vendor|node_modules)\//;

export const languages: readonly Language[] = [
  {
    name: "TypeScript or JavaScript",
    isSource: (path) => isSource(path) && !/\.(?:config|conf)\.[cm]?[jt]s$|(?:^|\/)\.[^/]*$/.test(path),
    manifests: ["package.json", "deno.json", "deno.jsonc", "jsr.json"],
  },
  {
    name: "Python",
    isSource: (path) => path.endsWith(".py"),
    manifests: [
      "pyproject.toml",
      "requirements.txt",
      "setup.py",
      "setup.cfg",
      "Pipfile",
      "environment.yml",
      "environment.yaml",
    ],
  },
  { name: "Go", isSource: (path) => path.endsWith(".go"), manifests: ["go.mod"] },
  { name: "Rust", isSource: (path) => path.endsWith(".rs"), manifests: ["Cargo.toml"] },
  { name: "PHP", isSource: (path) => path.endsWith(".php"), manifests: ["composer.json"] },
];

/** Whether a source belongs to no project that would need a manifest. */
export function isAside(path: string): boolean {
  return aside.test(path);
}

/** Whether there is a manifest of a language in a file's folder, or above it. */
export function hasManifest(snapshot: Snapshot, language: Language, path: string): boolean {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (language.manifests.some((name) => snapshot.files.has(join(folder, name)))) return true;
    if (folder === ".") return false;
  }
}

/** How a manifest is read: its first fault, and whether it says anything. */
export interface Format {
  readonly names: RegExp;
  readonly fault: (text: string) => SyntaxFault | undefined;
  readonly isEmpty: (text: string) => boolean;
}

const blank = (text: string) => text.replace(/^\s*(?:#|\/\/).*$/gm, "").trim() === "";

export const formats: readonly Format[] = [
  {
    names: /(?:^|\/)(?:package|composer)\.json$/,
    fault: (text) => jsonFault(text) ?? objectFault(text),
    isEmpty: (text) => /^\s*(?:\{\s*\})?\s*$/.test(text),
  },
  {
    names: /(?:^|\/)(?:pyproject|Cargo)\.toml$/,
    fault: tomlFault,
    isEmpty: (text) => blank(text) || !/^\s*[\w"'[]/m.test(text),
  },
  { names: /(?:^|\/)go\.mod$/, fault: goFault, isEmpty: blank },
  { names: /(?:^|\/)requirements(?:[-.]\w+)?\.txt$/, fault: requirementsFault, isEmpty: blank },
];

function objectFault(text: string): SyntaxFault | undefined {
  return /^\s*\{/.test(text)
    ? undefined
    : { offset: 0, because: "It is JSON, and no object, as a manifest is." };
}

function goFault(text: string): SyntaxFault | undefined {
  const said = text.replace(/\/\/.*$/gm, (comment) => " ".repeat(comment.length));
  if (!/^\s*module[ \t]+\S+/m.test(said)) return { offset: 0, because: "It names no module." };
  let open = false;
  for (const match of said.matchAll(/^.*$/gm)) {
    const line = match[0].trim();
    if (line === "") continue;
    if (line === ")" && open) open = false;
    else if (/^(?:require|replace|exclude|retract|tool|ignore)[ \t]*\($/.test(line) && !open) open = true;
    else if (
      !open &&
      !/^(?:module|go|toolchain|require|replace|exclude|retract|godebug|tool|ignore)[ \t]+\S/.test(line)
    )
      return { offset: match.index, because: `${JSON.stringify(line)} is no directive.` };
  }
  return open ? { offset: text.length, because: "It ends before a bracket is closed." } : undefined;
}

const requirement =
  /^(?:-{1,2}[\w-]+.*|(?:\.{0,2}\/|[a-z+]+:\/\/)\S+.*|[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])? ?(?:\[[\w ,.-]*\])? ?(?:@ ?\S+|\(?(?:[<>=!~]{1,3} ?[\w.*+!-]+(?: ?, ?[<>=!~]{1,3} ?[\w.*+!-]+)* ?,?)? ?\)?) ?(?:;.*)?)$/;

function requirementsFault(text: string): SyntaxFault | undefined {
  const joined = text.replace(/\\\r?\n/g, (line) => " ".repeat(line.length));
  for (const match of joined.matchAll(/^.*$/gm)) {
    const line = match[0]
      .replace(/(?:^|\s)#.*$/, "")
      .replace(/\s--hash=\S+/g, "")
      .replace(/\s+/g, " ")
      .trim();
    if (line !== "" && !requirement.test(line))
      return { offset: match.index, because: `${JSON.stringify(line)} is no requirement.` };
  }
  return undefined;
}
