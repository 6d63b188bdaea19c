/**
 * How long `lintel design` takes for each of the interviews that are kept, from a confirmed brief to all of its files, and again when nothing changed:
 * `npm run build && node bench/dist/design.js`.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROUNDS = 5;
const workspace = fileURLToPath(new URL("../../", import.meta.url));
const architect = join(workspace, "packages/architect");
const program = join(architect, "bin/lintel.js");

/** Of the command line's own, what confirms a brief without a person: a bench is none. */
const { confirm, openBrief, saveBrief } = (await import(
  pathToFileURL(join(architect, "dist/brief/index.js")).href
)) as typeof import("../packages/architect/src/brief/index.js");

function lintel(cwd: string, words: readonly string[]): number {
  const begin = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [program, ...words], { cwd, maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`lintel ${words.join(" ")}: ${stderr}`);
  return performance.now() - begin;
}

/** A project whose brief comes from an interview that is kept, confirmed. */
function project(interview: string): string {
  const folder = mkdtempSync(join(tmpdir(), "lintel-bench-design-"));
  mkdirSync(join(folder, "node_modules/@lintel"), { recursive: true });
  symlinkSync(join(workspace, "packages/runtime"), join(folder, "node_modules/@lintel/runtime"));
  symlinkSync(architect, join(folder, "node_modules/lintel"));
  lintel(folder, ["init", "--name", "bench"]);
  lintel(folder, ["interview", "--from", join(architect, "interviews", interview, "answers.yaml")]);
  const stored = openBrief(folder);
  if (stored.state === "missing") throw new Error("There is no brief.");
  saveBrief(folder, confirm(stored.brief, { name: "bench", at: "2026-12-01T10:00:00Z" }));
  return folder;
}

function median(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  return `${Math.round(sorted[sorted.length >> 1] ?? 0)} ms`;
}

const wanted = process.argv.slice(2);
const interviews = readdirSync(join(architect, "interviews"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "small-feature")
  .map(({ name }) => name)
  .filter((name) => wanted.length === 0 || wanted.includes(name));
for (const name of interviews) {
  const first: number[] = [];
  const again: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const folder = project(name);
    try {
      first.push(lintel(folder, ["design"]));
      again.push(lintel(folder, ["design"]));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  console.log(
    `${name}: median ${median(first)}, worst ${Math.round(Math.max(...first))} ms; again ${median(again)}`,
  );
}
