/** How long `lintel guard` takes before a commit of 500 sources of Lintel's own: `npm run build && node bench/dist/guard.js`. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const CHANGED = 500;
const ROUNDS = 7;
const workspace = fileURLToPath(new URL("../../", import.meta.url));
const program = join(workspace, "packages/architect/bin/lintel.js");

function git(cwd: string, given: readonly string[], input = ""): string {
  const identity = ["-c", "user.name=bench", "-c", "user.email=bench@example.com"];
  const { status, stdout, stderr } = spawnSync("git", [...identity, ...given], {
    cwd,
    input,
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`git ${given.join(" ")}: ${stderr}`);
  return stdout.toString("utf8");
}

/** A repository whose last commit lacks 500 sources that are staged, with the objects of this one. */
function repository(): string {
  const folder = mkdtempSync(join(tmpdir(), "lintel-bench-guard-"));
  git(folder, ["init", "--quiet", "--initial-branch=main"]);
  const objects = git(workspace, ["rev-parse", "--path-format=absolute", "--git-path", "objects"]).trim();
  writeFileSync(join(folder, ".git/objects/info/alternates"), `${objects}\n`);
  const tree = git(workspace, ["rev-parse", "HEAD^{tree}"]).trim();
  git(folder, ["read-tree", tree]);
  const sources = git(folder, ["ls-files", "-z"])
    .split("\0")
    .filter((path) => path.endsWith(".ts") && path.startsWith("packages/"));
  const step = Math.max(1, Math.floor(sources.length / CHANGED));
  const chosen = sources.filter((_path, position) => position % step === 0).slice(0, CHANGED);
  git(
    folder,
    ["update-index", "--force-remove", "-z", "--stdin"],
    chosen.map((path) => `${path}\0`).join(""),
  );
  const commit = git(folder, ["commit-tree", git(folder, ["write-tree"]).trim(), "-m", "before"]).trim();
  git(folder, ["update-ref", "refs/heads/main", commit]);
  git(folder, ["read-tree", tree]);
  return folder;
}

const folder = repository();
try {
  const times: number[] = [];
  let files = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const begin = performance.now();
    const { stdout } = spawnSync(process.execPath, [program, "guard", "--json"], {
      cwd: folder,
      maxBuffer: 1 << 28,
    });
    times.push(performance.now() - begin);
    ({ files } = JSON.parse(stdout.toString("utf8")) as { files: number });
  }
  times.sort((a, b) => a - b);
  const ms = (time: number | undefined) => `${Math.round(time ?? 0)} ms`;
  console.log(
    `${files} changed files: median ${ms(times[ROUNDS >> 1])}, best ${ms(times[0])}, worst ${ms(times.at(-1))} of ${ROUNDS}`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
