import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Project } from "../project/project.js";
import { prepareState } from "../project/state.js";
import { bundleBlueprint } from "./bundle-blueprint.js";
import { bundleRuntime } from "./bundle-runtime.js";
import { loadEsbuild } from "./esbuild.js";
import { FORM, type ImageNote, imageFolder, maker, NOTE, readImageNote } from "./image.js";
import { projectSettings } from "./project-settings.js";
import { NoImage } from "./source-text.js";
import { digestOf, isUnchanged } from "./stamp.js";

/** Says why the project has no image, for whoever wonders. */
const REFUSAL = "no-image.txt";

/** Modules of images, and what one that was killed left of anything here. */
const OWN = /^(?:runtime|blueprint)-[\w-]+\.mjs$|\.\d+$/;

/** How long modules that no note names any more are left to those who have just read the note before. */
const LEFT_MS = 60_000;

/**
 * Makes the image of a project, beside the one that it may have; the note that names it comes last, and whole. Two that
 * make one at a time write the same modules, or name each their own. Gives back whether there is one now: what a
 * project does may mean something else in an image, and then the folder says why there is none.
 */
export async function buildImage(project: Project): Promise<boolean> {
  if (!existsSync(project.blueprint)) return false;
  const folder = imageFolder(prepareState(project));
  mkdirSync(folder, { recursive: true });
  const known = readImageNote(folder);
  try {
    const esbuild = loadEsbuild();
    const settings = projectSettings(project);
    const isKnown = known && existsSync(join(folder, known.runtime)) && known.packages.every(isUnchanged);
    const runtime = isKnown
      ? { name: known.runtime, packages: known.packages }
      : await bundleRuntime(esbuild).then(({ code, packages }) => ({
          name: keep(folder, "runtime", code),
          packages,
        }));
    const { code, files } = await bundleBlueprint(esbuild, project, `./${runtime.name}`);
    const note: ImageNote = {
      form: FORM,
      node: process.version,
      maker,
      entry: project.blueprint,
      runtime: runtime.name,
      blueprint: keep(folder, "blueprint", code),
      project: [...settings, ...files],
      packages: runtime.packages,
    };
    write(join(folder, NOTE), JSON.stringify(note));
    rmSync(join(folder, REFUSAL), { force: true });
    removeOthers(folder, note);
    return true;
  } catch (error) {
    const why = error instanceof NoImage ? error.message : String(error);
    write(join(folder, REFUSAL), `Every start reads the project's files anew: ${why}\n`);
    return false;
  }
}

/** A module under the name of its content, so that no other ever takes its place. */
function keep(folder: string, kind: string, code: Uint8Array): string {
  const name = `${kind}-${digestOf(code).slice(0, 16)}.mjs`;
  write(join(folder, name), code);
  return name;
}

/** Whole or not at all: those who read meanwhile find what was there before. */
function write(file: string, content: string | Uint8Array): void {
  const beside = `${file}.${process.pid}`;
  writeFileSync(beside, content, { mode: 0o600 });
  renameSync(beside, file);
}

function removeOthers(folder: string, note: ImageNote): void {
  for (const name of readdirSync(folder)) {
    if (!OWN.test(name) || name === note.runtime || name === note.blueprint) continue;
    const file = join(folder, name);
    const modified = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - modified > LEFT_MS) rmSync(file, { force: true });
  }
}
