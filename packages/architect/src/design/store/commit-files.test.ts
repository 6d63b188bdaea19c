import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { errorOf, projectFolder } from "../../brief/store/scenario.js";
import { commitFiles, type FileChange, finishWriting } from "./index.js";

const texts = (folder: string, paths: readonly string[]) =>
  paths.map((path) => (existsSync(join(folder, path)) ? readFileSync(join(folder, path), "utf8") : null));
const write = (folder: string, path: string, text: string) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};

const changes: readonly FileChange[] = [
  { path: "services/new.ts", before: undefined, text: "new\n" },
  { path: "blueprint.ts", before: "old\n", text: "changed\n" },
  { path: "services/gone.ts", before: "gone\n", text: undefined },
  { path: "docs/architecture/diagrams/a.svg", before: undefined, text: "<svg/>\n" },
];
const paths = changes.map(({ path }) => path);
const old = changes.map(({ before }) => before ?? null);
const wanted = changes.map(({ text }) => text ?? null);

function project(): string {
  const folder = projectFolder();
  for (const { path, before } of changes) if (before !== undefined) write(folder, path, before);
  return folder;
}

describe("changes of several files", () => {
  it("are all made, and leave nothing beside them", () => {
    const folder = project();
    expect(commitFiles(folder, changes)).toEqual([]);
    expect(texts(folder, paths)).toEqual(wanted);
    expect(existsSync(join(folder, ".lintel/design-writing"))).toBe(false);
    expect(finishWriting(folder)).toBeUndefined();
  });

  it("leave a file that somebody changed since it was read", () => {
    const folder = project();
    write(folder, "blueprint.ts", "mine\n");
    write(folder, "services/new.ts", "mine too\n");
    expect(commitFiles(folder, changes)).toEqual(["services/new.ts", "blueprint.ts"]);
    expect(texts(folder, paths)).toEqual(["mine too\n", "mine\n", null, "<svg/>\n"]);
  });

  it("are finished or not begun, at whichever call to the system the process is killed", {
    timeout: 300_000,
  }, () => {
    let calls = 0;
    for (let ended = false; !ended; calls += 1) {
      const folder = project();
      const run = spawnSync(process.execPath, ["--input-type=module", "-e", dying(folder, calls)], {
        encoding: "utf8",
      });
      ended = run.signal === null;
      if (ended) expect([run.status, run.stderr]).toEqual([0, ""]);
      finishWriting(folder);
      const is = texts(folder, paths);
      expect([old, wanted], `killed at call ${calls}`).toContainEqual(is);
      if (ended) expect(is).toEqual(wanted);
      // Whatever was left behind, the next one goes through.
      commitFiles(
        folder,
        changes.map((one, place) => ({ ...one, before: is[place] ?? undefined })),
      );
      expect(texts(folder, paths)).toEqual(wanted);
      expect(existsSync(join(folder, ".lintel/design-writing"))).toBe(false);
      rmSync(folder, { recursive: true });
    }
    expect(calls).toBeGreaterThan(25);
  });

  it("are not begun on a disk that is full, and say so", ({ skip }) => {
    const folder = projectFolder();
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]);
    if (mounted.status !== 0) return skip("mounting a tmpfs needs root");
    onTestFinished(() => void spawnSync("umount", ["--lazy", folder]));
    write(folder, "blueprint.ts", "old\n");
    const large: FileChange = { path: "large.md", before: undefined, text: "x".repeat(100_000) };
    const error = errorOf(() => commitFiles(folder, [changes[1] as FileChange, large]));
    expect([error.code, error.message]).toEqual([
      "DESIGN_DISK_FULL",
      expect.stringContaining("Nothing was changed"),
    ]);
    expect(texts(folder, ["blueprint.ts", "large.md"])).toEqual(["old\n", null]);
    expect(existsSync(join(folder, ".lintel/design-writing"))).toBe(false);
  });

  it("are not begun where a file is in the way of a folder", () => {
    const folder = project();
    write(folder, "docs", "a file");
    expect(errorOf(() => commitFiles(folder, changes)).code).toBe("DESIGN_NOT_WRITABLE");
    expect(texts(folder, paths)).toEqual(old);
    expect(readFileSync(join(folder, "docs"), "utf8")).toBe("a file");
  });
});

const store = fileURLToPath(new URL("../../../dist/design/store/index.js", import.meta.url));

/** A program that makes the changes, and kills itself at a call to the system; of what it was to write there, half is written. */
function dying(folder: string, call: number): string {
  return `
    import fs from "node:fs";
    import { syncBuiltinESMExports } from "node:module";
    const { commitFiles } = await import(${JSON.stringify(store)});
    let calls = 0;
    for (const name of ["mkdirSync", "openSync", "writeFileSync", "fsyncSync", "closeSync", "renameSync", "rmSync"]) {
      const real = fs[name];
      fs[name] = (...given) => {
        if (calls++ === ${call}) {
          if (name === "writeFileSync") real(given[0], String(given[1]).slice(0, given[1].length / 2));
          process.kill(process.pid, "SIGKILL");
        }
        return real(...given);
      };
    }
    syncBuiltinESMExports();
    commitFiles(${JSON.stringify(folder)}, ${JSON.stringify(changes)});`;
}
