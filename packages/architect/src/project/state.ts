import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Project } from "./project.js";

/** Makes `.lintel/` where it is not yet there, with a `.gitignore` of its own: nothing in it is for others. */
export function prepareState(project: Project): string {
  mkdirSync(project.state, { recursive: true });
  const ignore = join(project.state, ".gitignore");
  if (!existsSync(ignore)) writeFileSync(ignore, "*\n");
  return project.state;
}

/** Writes a note that only this user may read, whole or not at all. */
export function writePrivately(file: string, value: unknown): void {
  const beside = `${file}.${process.pid}`;
  writeFileSync(beside, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  chmodSync(beside, 0o600);
  renameSync(beside, file);
}

/** The note, or undefined where there is none or it is not JSON. */
export function readNote(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** What `lintel dev` leaves for other commands while it runs: which process, and where its database is. */
export interface DevelopmentNote {
  readonly pid: number;
  readonly databaseUrl: string;
  readonly embedded: boolean;
}

const noteFile = (project: Project) => join(project.state, "dev.json");

export function writeDevelopmentNote(project: Project, note: DevelopmentNote): void {
  writePrivately(join(prepareState(project), "dev.json"), note);
}

export function removeDevelopmentNote(project: Project): void {
  const note = readNote(noteFile(project)) as DevelopmentNote | undefined;
  if (note?.pid === process.pid) rmSync(noteFile(project), { force: true });
}

/** The note of a `lintel dev` that still runs. */
export function readDevelopmentNote(project: Project): DevelopmentNote | undefined {
  const note = readNote(noteFile(project)) as Partial<DevelopmentNote> | undefined;
  if (typeof note?.pid !== "number" || typeof note.databaseUrl !== "string") return undefined;
  return isAlive(note.pid)
    ? { pid: note.pid, databaseUrl: note.databaseUrl, embedded: note.embedded === true }
    : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: unknown }).code === "EPERM";
  }
}
