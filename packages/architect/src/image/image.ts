import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Project } from "../project/project.js";
import { isUnchanged, type PackageFile, type ProjectFile } from "./stamp.js";

/** Where a project's image lies: modules that are named by what is in them, and the note that names the modules. */
export function imageFolder(state: string): string {
  return join(state, "cache");
}

export const NOTE = "image.json";

/** What an image was made of, and which modules it is. Any other form is of another version of Lintel, and none. */
export interface ImageNote {
  readonly form: typeof FORM;
  /** The version of Node that made it: which files a module is resolved to may differ in another. */
  readonly node: string;
  /** The module of Lintel that made it: an image moved to another place names files that are not there. */
  readonly maker: string;
  /** The project's entry: a folder may hold several. */
  readonly entry: string;
  readonly runtime: string;
  readonly blueprint: string;
  readonly project: readonly ProjectFile[];
  readonly packages: readonly PackageFile[];
}

export const FORM = 1;

/** The module that makes images, by which a note says who wrote it. */
export const maker = new URL("./build-image.js", import.meta.url).href;

/** A project's files, Lintel's runtime and what it depends on, as two modules that need no loader. */
export interface Image {
  /** Lintel itself: all that serves, and what the blueprint is written with. */
  runtime<M>(): Promise<M>;
  /** The default export of the blueprint's file; undefined where the project's files are no longer those of the image. */
  blueprint(): Promise<unknown>;
}

/**
 * The image of a project, where there is one that is what would be loaded without it: none of the files that it was made
 * of has changed. Undefined otherwise, and where LINTEL_CACHE is `off`.
 */
export function openImage(project: Project): Image | undefined {
  if (!isImageWanted()) return undefined;
  const folder = imageFolder(project.state);
  const note = readImageNote(folder);
  if (
    note?.entry !== project.blueprint ||
    !note.project.every(isUnchanged) ||
    !note.packages.every(isUnchanged)
  )
    return undefined;
  const load = (name: string) => import(pathToFileURL(join(folder, name)).href);
  return {
    runtime: () => load(note.runtime),
    async blueprint() {
      if (!note.project.every(isUnchanged)) return undefined;
      // Only from here on: the map of Lintel's own module would be read too, and nobody asks for it.
      process.setSourceMapsEnabled(true);
      return ((await load(note.blueprint)) as { readonly default?: unknown }).default;
    },
  };
}

/** LINTEL_CACHE=off makes every start read everything anew, and keeps nothing. */
export function isImageWanted(): boolean {
  return process.env.LINTEL_CACHE !== "off";
}

/** The note, where it is one of this Lintel and this Node. */
export function readImageNote(folder: string): ImageNote | undefined {
  try {
    const note = JSON.parse(readFileSync(join(folder, NOTE), "utf8")) as ImageNote;
    return note.form === FORM && note.node === process.version && note.maker === maker ? note : undefined;
  } catch {
    return undefined;
  }
}
