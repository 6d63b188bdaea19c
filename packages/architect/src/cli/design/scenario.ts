/** What tests of `lintel design` share: a project that was designed once, and copies of it. */
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { type Brief, openBrief, saveBrief } from "../../brief/index.js";
import { changed, completeBrief, confirmed } from "../../gate/scenario.js";
import { createProject } from "../../project/create-project.js";
import { linkPackages, lintel, type Ran, scratchFolder } from "../scenario.js";

const wholeBrief = () => confirmed(completeBrief("Corner shop"));

/** A project as `lintel init` leaves it, with a brief. */
export function begun(brief: Brief = wholeBrief()): string {
  const folder = scratchFolder();
  prepare(folder, brief);
  return folder;
}

function prepare(folder: string, brief: Brief): void {
  createProject(folder, { name: "my-app" });
  linkPackages(folder);
  saveBrief(folder, brief);
}

/** A project that was designed before the tests of a file: each takes a copy of it. */
export function designedOnce(): () => string {
  let template = "";
  beforeAll(async () => {
    template = mkdtempSync(join(tmpdir(), "lintel-designed-"));
    prepare(template, wholeBrief());
    const { code, stderr } = await lintel(["design"], { cwd: template });
    if (code !== 0) throw new Error(stderr);
  }, 240_000);
  afterAll(() => rmSync(template, { recursive: true, force: true }));
  return () => {
    const folder = scratchFolder();
    cpSync(template, folder, { recursive: true, verbatimSymlinks: true });
    chmodSync(folder, 0o755);
    return folder;
  };
}

export const design = (cwd: string, ...words: readonly string[]): Promise<Ran> =>
  lintel(["design", ...words], { cwd });

export const read = (cwd: string, path: string) => readFileSync(join(cwd, path), "utf8");

export function edit(cwd: string, path: string, change: (text: string) => string): string {
  const text = change(read(cwd, path));
  writeFileSync(join(cwd, path), text);
  return text;
}

/** Every file of a project that is not of its packages or of this machine, with its text. */
export function filesOf(cwd: string): { readonly [path: string]: string } {
  const names = readdirSync(cwd, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(cwd.length + 1))
    .filter((path) => !/^(?:node_modules|\.lintel)\//.test(path))
    // It holds a name by chance, and times.
    .filter((path) => path !== "ai/memory-bank/learned.json");
  return Object.fromEntries(names.sort().map((path) => [path, read(cwd, path)]));
}

/** Answers a question anew, and confirms it again: more products, and so other rows in the draft. */
export function moreProducts(cwd: string, count = "900,000"): void {
  change(cwd, "data.entities", (said) => said.replace(/150,000|\d00,000(?= \| public)/, count));
}

export function change(cwd: string, question: string, to: (said: string) => string): void {
  const stored = openBrief(cwd);
  if (stored.state === "missing") throw new Error("There is no brief.");
  const said = stored.brief.answers[question]?.said ?? "";
  const after = to(said);
  if (after === said) throw new Error(`"${said}" stays as it is.`);
  saveBrief(cwd, confirmed(changed(stored.brief, question, after)));
}

/** Drafted files, from the project's folder. */
export function draftedIn(cwd: string): readonly string[] {
  const { drafted } = JSON.parse(read(cwd, "ai/memory-bank/design.json")) as {
    drafted: { path: string }[];
  };
  return drafted.map(({ path }) => path);
}

export const isThere = (cwd: string, path: string) => existsSync(join(cwd, path));
