import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { ToolError } from "../tool-error.js";

/** Where the files of a new project are kept. */
export const templates = fileURLToPath(new URL("../../templates/project", import.meta.url));

const BLUEPRINT = "blueprint.ts";
const AFTER_SERVICES = /^ {2}services: .*\n/m;

/** What a new project depends on, beside Lintel itself. */
const companions = { "@types/node": "^20.19.25", typescript: "^7.0.2", vitest: "^4.1.12" };

export interface CreatedProject {
  readonly name: string;
  /** From the project's folder, sorted. */
  readonly files: readonly string[];
}

export interface NewProject {
  /** Of the system; the folder's unless told. */
  readonly name?: string | undefined;
  /** Why it is built without a brief, which its blueprint says then. */
  readonly withoutBrief?: string | undefined;
}

/**
 * Writes a new project into a folder: all of its files, or none where one of them is there already.
 *
 * @throws ToolError FILES_EXIST, NAME_INVALID, REASON_MISSING
 */
export function createProject(directory: string, given: NewProject = {}): CreatedProject {
  const name = nameOf(given.name ?? basename(directory), given.name !== undefined);
  const optOut = given.withoutBrief === undefined ? "" : optOutLine(given.withoutBrief);
  const values = { ...companions, ...lintelIn(directory), name };
  const files = new Map(
    filesBelow(templates).map((file) => [
      targetOf(file),
      fill(readFileSync(join(templates, file), "utf8"), values).replace(
        AFTER_SERVICES,
        (line) => `${line}${file === BLUEPRINT ? optOut : ""}`,
      ),
    ]),
  );
  const existing = [...files.keys()].filter((file) => existsSync(join(directory, file)));
  if (existing.length > 0) {
    throw new ToolError(
      "FILES_EXIST",
      `Nothing was written: these files are in ${directory} already.\n${existing.map((file) => `- ${file}`).join("\n")}`,
      "Choose an empty folder: lintel init my-backend",
    );
  }
  for (const [file, content] of files) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), content, { flag: "wx" });
  }
  return { name, files: [...files.keys()].sort() };
}

/** The line of the blueprint by which a project is built without a brief. */
function optOutLine(reason: string): string {
  if (reason.trim() !== "") return `  brief: { off: ${JSON.stringify(reason.trim())} },\n`;
  throw new ToolError(
    "REASON_MISSING",
    "A project is begun without a brief only for a reason, which its blueprint tells whoever reads it.",
    'Say one: lintel init my-backend --without-brief "Only to look at Lintel."',
    { where: "--without-brief", exitCode: 2 },
  );
}

/** A system's name is kebab-case, and begins with a letter. */
function nameOf(wanted: string, given: boolean): string {
  const name = given
    ? wanted
    : wanted
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "-")
        .replace(/^[^a-z]+|-+$/g, "");
  if (/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) && name.length <= 30) return name;
  throw new ToolError(
    "NAME_INVALID",
    `"${wanted}" cannot name a system: it takes up to 30 lower-case letters, digits and single hyphens, and begins with a letter.`,
    "Say another: lintel init --name my-backend",
    { exitCode: 2 },
  );
}

/** npm leaves a file named .gitignore out of a package, so the template has no dot. */
function targetOf(file: string): string {
  return file === "gitignore" ? ".gitignore" : file;
}

/** A template with these values in it. */
export function fill(content: string, values: { readonly [key: string]: string }): string {
  return content.replace(/\{\{([^}]+)\}\}/g, (whole, key: string) => values[key] ?? whole);
}

/** How a new project names the packages of Lintel: by version, or by folder where this is a checkout of Lintel itself. */
function lintelIn(directory: string): { readonly [name: string]: string } {
  const { version } = createRequire(import.meta.url)("../../package.json") as { version: string };
  const own = dirname(fileURLToPath(new URL("../../package.json", import.meta.url)));
  if (own.split(sep).includes("node_modules")) return { "@lintel/runtime": version, lintel: version };
  const folder = (name: string) =>
    `file:${relative(realPath(directory), join(dirname(own), name))
      .split(sep)
      .join("/")}`;
  return { "@lintel/runtime": folder("runtime"), lintel: folder("architect") };
}

/** The real path of a folder that may not be there yet. */
function realPath(directory: string): string {
  if (existsSync(directory)) return realpathSync(directory);
  return join(realPath(dirname(directory)), basename(directory));
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}
