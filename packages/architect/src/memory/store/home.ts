import { lstatSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { z } from "zod";
import { writeAtOnce } from "../../durable/index.js";
import { ToolError } from "../../tool-error.js";
import { type Learned, type Memory, memoriesOf, shareable } from "../memory.js";
import { learnedText, readLearned } from "./form.js";

const mostFiles = 5_000;
const mostBytes = 1024 * 1024;
const ownName = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.json$/;

/** A person's choice, for all of their projects on this machine. */
export interface Sharing {
  readonly choice: "on" | "off";
  /** RFC 3339, UTC. */
  readonly at: string;
}

const sharingForm = z.strictObject({ choice: z.enum(["on", "off"]), at: z.iso.datetime() });

export interface HomeFiles {
  /** Of Lintel: `~/.local/share/lintel`. */
  readonly folder: string;
  readonly sharing: string;
  /** One file for each project. */
  readonly memories: string;
}

/** Below `$XDG_DATA_HOME`, or `~/.local/share` where that is not an absolute path. */
export function homeFiles(environment: NodeJS.ProcessEnv = process.env): HomeFiles {
  const given = environment.XDG_DATA_HOME ?? "";
  const base = isAbsolute(given) ? given : join(environment.HOME || homedir(), ".local", "share");
  const folder = join(base, "lintel");
  return Object.freeze({ folder, sharing: join(folder, "sharing.json"), memories: join(folder, "memory") });
}

/** What the person chose; undefined where they were never asked, and where it cannot be read: then nothing is shared. */
export function readSharing({ sharing }: HomeFiles = homeFiles()): Sharing | undefined {
  try {
    if (!lstatSync(sharing).isFile()) return undefined;
    return sharingForm.parse(JSON.parse(readFileSync(sharing, "utf8")));
  } catch {
    return undefined;
  }
}

/** @throws ToolError HOME_NOT_WRITABLE */
export function writeSharing(sharing: Sharing, files: HomeFiles = homeFiles()): void {
  inHome(files.folder, () => {
    ownFolder(files.folder);
    writeAtOnce(files.sharing, `${JSON.stringify(sharing, null, 2)}\n`, 0o600);
  });
}

/**
 * Keeps what may leave the project in the home folder.
 *
 * @throws ToolError HOME_NOT_WRITABLE where that cannot be, or something lies there that is not Lintel's
 */
export function keepInHome(learned: Learned, files: HomeFiles = homeFiles()): void {
  const file = join(files.memories, `${learned.id}.json`);
  inHome(file, () => {
    ownFolder(files.folder);
    ownFolder(files.memories);
    const found = lstatSync(file, { throwIfNoEntry: false });
    if (found && (!found.isFile() || !("learned" in readLearned(readFileSync(file, "utf8")))))
      throw new Error("what lies there is not what lintel wrote, and is left alone");
    writeAtOnce(file, learnedText(shareable(learned)), 0o600);
  });
}

/** What is kept of other projects. What is not Lintel's, is broken or may not be read is left out, and told. */
export function readHome(
  ownId: string | undefined,
  files: HomeFiles = homeFiles(),
): { readonly memories: readonly Memory[]; readonly notes: readonly string[] } {
  const memories: Memory[] = [];
  const notes: string[] = [];
  const names = namesIn(files.memories, notes);
  if (names.length > mostFiles)
    notes.push(`${names.length - mostFiles} files of ${files.memories} are left out: ${mostFiles} are read.`);
  for (const name of names.slice(0, mostFiles)) {
    const id = ownName.exec(name)?.[1];
    if (id !== undefined && id === ownId) continue;
    const read =
      id === undefined
        ? { says: "its name is none that lintel gives" }
        : readMemory(join(files.memories, name), id);
    if ("memories" in read) memories.push(...read.memories);
    else notes.push(`${join(files.memories, shown(name))} is left out and left alone: ${read.says}`);
  }
  return { memories, notes };
}

function readMemory(
  file: string,
  id: string,
): { readonly memories: readonly Memory[] } | { readonly says: string } {
  try {
    const found = lstatSync(file);
    if (!found.isFile()) return { says: "it is no file." };
    if (found.size > mostBytes) return { says: `it has ${found.size} bytes, and ${mostBytes} are the most.` };
    const read = readLearned(readFileSync(file, "utf8"));
    if (!("learned" in read)) return read;
    if (read.learned.id !== id) return { says: "it is of another project than its name says." };
    return { memories: memoriesOf(read.learned, false) };
  } catch (error) {
    return { says: error instanceof Error ? error.message : String(error) };
  }
}

function namesIn(folder: string, notes: string[]): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => !name.startsWith("."))
      .sort();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code !== "ENOENT")
      notes.push(`${folder} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
}

/** Made for this person alone; one that others may look into is not used. */
function ownFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { mode, uid } = lstatSync(folder);
  if (!lstatSync(folder).isDirectory()) throw new Error(`${folder} is no folder`);
  if (process.getuid !== undefined && uid !== process.getuid())
    throw new Error(`${folder} belongs to somebody else`);
  if (process.platform !== "win32" && (mode & 0o077) !== 0)
    throw new Error(`others may look into ${folder}: chmod 700 ${folder}`);
}

function inHome(where: string, work: () => void): void {
  try {
    work();
  } catch (cause) {
    throw new ToolError(
      "HOME_NOT_WRITABLE",
      `Nothing was kept in the home folder: ${cause instanceof Error ? cause.message : String(cause)}.`,
      `Look at what is there: ls -la ${homeFiles().folder}. Or keep nothing there: lintel recall --share off`,
      { where, cause },
    );
  }
}

function shown(name: string): string {
  return name.replace(/[\p{Cc}\p{Cf}]/gu, "?").slice(0, 100);
}
