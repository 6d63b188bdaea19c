import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { ToolError } from "../../../tool-error.js";
import { ask, repositoryOf } from "../git/index.js";
import {
  type HookName,
  hasBlock,
  hookNames,
  isOwn,
  ownHook,
  setAside,
  withBlock,
  withoutBlock,
} from "./hook-script.js";

/** What became of a hook. */
export interface HookChange {
  readonly hook: HookName;
  /** The file, from the repository's folder where it lies in it. */
  readonly file: string;
  readonly what: "written" | "chained" | "added" | "kept" | "removed" | "restored" | "none";
}

/**
 * Has git run the guard before each commit and each push, from a project's folder. A hook that is there runs first, and is kept as it is: under another name, or,
 * where hooks are files of the repository (husky, core.hooksPath), with some lines more.
 *
 * @throws ToolError HOOKS_ELSEWHERE, HOOKS_UNWRITABLE, NOT_A_REPOSITORY, GIT_MISSING
 */
export function installHooks(project: string): readonly HookChange[] {
  const top = repositoryOf(project);
  const { folder, isShared } = hooksFolder(top);
  const program = `./${[...relative(top, realFolder(project)).split(sep), "node_modules/.bin/lintel"].filter((part) => part !== "").join("/")}`;
  return onFiles(folder, () => {
    mkdirSync(folder, { recursive: true });
    return hookNames.map((hook) => {
      const file = join(folder, hook);
      const what = isShared ? addTo(file, hook, program) : writeOwn(file, hook, program);
      return { hook, file: relative(top, file), what };
    });
  });
}

/**
 * Takes the guard out of the hooks again, and gives those that were there before their name back.
 *
 * @throws ToolError HOOKS_ELSEWHERE, HOOKS_UNWRITABLE, NOT_A_REPOSITORY, GIT_MISSING
 */
export function removeHooks(project: string): readonly HookChange[] {
  const top = repositoryOf(project);
  const { folder } = hooksFolder(top);
  return onFiles(folder, () =>
    hookNames.map((hook) => {
      const file = join(folder, hook);
      return { hook, file: relative(top, file), what: removeFrom(file) };
    }),
  );
}

function writeOwn(file: string, hook: HookName, program: string): HookChange["what"] {
  const there = readHook(file);
  const wanted = ownHook(hook, program);
  if (there === wanted) return "kept";
  if (there !== undefined && !isOwn(there)) {
    if (existsSync(file + setAside)) throw unwritable(`${file}${setAside} is there already.`);
    renameSync(file, file + setAside);
  }
  write(file, wanted);
  return existsSync(file + setAside) ? "chained" : "written";
}

function addTo(file: string, hook: HookName, program: string): HookChange["what"] {
  const there = readHook(file);
  if (there === undefined) {
    write(file, withBlock(hook, program, "#!/bin/sh\n"));
    return "written";
  }
  const [shebang] = /^#!.*/.exec(there) ?? [];
  if (shebang !== undefined && !/\b(?:ba|da|z|k)?sh\b/.test(shebang)) return writeOwn(file, hook, program);
  const wanted = withBlock(hook, program, there);
  if (wanted === there) return "kept";
  write(file, wanted);
  return "added";
}

function removeFrom(file: string): HookChange["what"] {
  const there = readHook(file);
  if (there === undefined || !hasBlock(there)) return "none";
  if (!isOwn(there)) {
    write(file, withoutBlock(there));
    return "removed";
  }
  rmSync(file);
  if (!existsSync(file + setAside)) return "removed";
  renameSync(file + setAside, file);
  return "restored";
}

function readHook(file: string): string | undefined {
  if (!existsSync(file) && !isLink(file)) return undefined;
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

function isLink(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

/** Written beside it first, so that git never runs half a hook. */
function write(file: string, script: string): void {
  const made = `${file}.lintel-${process.pid}`;
  writeFileSync(made, script, { mode: 0o755 });
  chmodSync(made, 0o755);
  renameSync(made, file);
}

/** Where git looks for hooks, also of a worktree; with husky, where its users write theirs. */
function hooksFolder(top: string): { readonly folder: string; readonly isShared: boolean } {
  const said = ask(top, ["rev-parse", "--git-path", "hooks"]) ?? ".git/hooks";
  const given = isAbsolute(said) ? said : resolve(top, said);
  const husky = basename(given) === "_" && basename(dirname(given)) === ".husky";
  const folder = husky ? dirname(given) : given;
  const common = resolve(top, ask(top, ["rev-parse", "--git-common-dir"]) ?? ".git");
  if (isWithin(realFolder(folder), realFolder(common))) return { folder, isShared: false };
  if (isWithin(realFolder(folder), realFolder(top))) return { folder, isShared: true };
  throw new ToolError(
    "HOOKS_ELSEWHERE",
    `core.hooksPath is ${folder}, which other repositories use too.`,
    "Call `lintel guard` in the hook that is there, or set a folder of this repository: git config core.hooksPath .githooks",
  );
}

function isWithin(folder: string, outer: string): boolean {
  const path = relative(outer, folder);
  return path === "" || (!path.startsWith("..") && !isAbsolute(path));
}

/** A folder's path without symbolic links, as git gives the repository's. */
function realFolder(folder: string): string {
  if (!existsSync(folder)) return join(realFolder(dirname(folder)), basename(folder));
  return realpathSync(folder);
}

function onFiles<T>(folder: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof ToolError) throw error;
    throw unwritable(`${folder}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function unwritable(message: string): ToolError {
  return new ToolError(
    "HOOKS_UNWRITABLE",
    `A hook could not be written: ${message}`,
    "Mend what the message names, then type: lintel guard install",
  );
}
