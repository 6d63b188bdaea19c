import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { installHooks, removeHooks } from "../index.js";
import { emptyRepository, runs } from "../scenario.js";

let top: string;
let written = 0;
const file = (path: string) => join(top, path);
const text = (path: string) => readFileSync(file(path), "utf8");

function write(path: string, content: string, mode = 0o644): void {
  mkdirSync(dirname(file(path)), { recursive: true });
  writeFileSync(file(path), content);
  chmodSync(file(path), mode);
}

/** A program in place of lintel that writes down how it was called, and ends as it is told. */
function program(code: number, folder = ""): void {
  write(
    join(folder, "node_modules/.bin/lintel"),
    `#!/bin/sh\necho "guard: $*" >>"${file("calls.txt")}"\nexit ${code}\n`,
    0o755,
  );
}

const calls = () => (existsSync(file("calls.txt")) ? text("calls.txt").trim().split("\n") : []);

function commits(): boolean {
  written += 1;
  write(`a${written}.txt`, "a");
  runs(top, ["add", "--", "*.txt"]);
  const { PATH } = process.env;
  const identity = ["-c", "user.name=Guard", "-c", "user.email=guard@example.com"];
  return (
    spawnSync("git", [...identity, "commit", "--quiet", "--message", "a"], {
      cwd: top,
      env: { PATH, HOME: top },
    }).status === 0
  );
}

beforeEach(() => {
  top = emptyRepository();
});

describe("in a repository without hooks", () => {
  it("lets git run the guard before a commit, and keeps what it refuses from being committed", () => {
    expect(installHooks(top).map(({ hook, what }) => `${hook} ${what}`)).toEqual([
      "pre-commit written",
      "pre-push written",
    ]);
    program(1);
    expect(commits()).toBe(false);
    program(0);
    expect(commits()).toBe(true);
    expect(calls()).toEqual(["guard: guard", "guard: guard"]);
  });

  it("says what to do where lintel is not installed", () => {
    installHooks(top);
    const { status, stderr } = spawnSync(file(".git/hooks/pre-commit"), [], {
      cwd: top,
      env: { PATH: "/usr/bin:/bin" },
    });
    expect([status, String(stderr)]).toEqual([
      1,
      "lintel guard: lintel is not installed here. Type: npm install\n",
    ]);
  });

  it("says what is missing where a program runs git without node in its PATH", () => {
    program(0);
    installHooks(top);
    for (const name of ["git", "sh", "cat", "dirname"]) {
      const [path = ""] = String(spawnSync("sh", ["-c", `command -v ${name}`]).stdout).split("\n");
      mkdirSync(file("few"), { recursive: true });
      symlinkSync(path, file(`few/${name}`));
    }
    const { status, stderr } = spawnSync(file(".git/hooks/pre-commit"), [], {
      cwd: top,
      env: { PATH: file("few") },
    });
    expect([status, String(stderr)]).toEqual([1, expect.stringContaining("there is no node in the PATH")]);
    expect(calls()).toEqual([]);
  });

  it("looks over what is new to a remote that has what is not here", () => {
    program(0);
    expect(commits()).toBe(true);
    const there = emptyRepository();
    runs(there, ["config", "core.bare", "true"]);
    runs(top, ["remote", "add", "origin", there]);
    runs(top, ["push", "--quiet", "origin", "main"]);
    const first = runs(top, ["rev-parse", "HEAD"]).trim();
    const tree = runs(there, ["rev-parse", "main^{tree}"]).trim();
    const author = ["-c", "user.name=Guard", "-c", "user.email=guard@example.com"];
    const other = runs(there, [...author, "commit-tree", tree, "-p", first, "-m", "theirs"]).trim();
    runs(there, ["update-ref", "refs/heads/main", other]);
    expect(commits()).toBe(true);
    installHooks(top);
    runs(top, ["push", "--quiet", "--force", "origin", "main"]);
    expect(calls().at(-1)).toBe(`guard: guard --range ${first}..${runs(top, ["rev-parse", "HEAD"]).trim()}`);
  });

  it("looks over what leaves before a push, from where the remote is", () => {
    program(0);
    expect(commits()).toBe(true);
    const there = emptyRepository();
    runs(there, ["config", "core.bare", "true"]);
    runs(top, ["remote", "add", "origin", there]);
    installHooks(top);
    runs(top, ["push", "--quiet", "origin", "main"]);
    const first = runs(top, ["rev-parse", "HEAD"]).trim();
    expect(calls().at(-1)).toBe(`guard: guard --range ${"0".repeat(40)}..${first}`);
    expect(commits()).toBe(true);
    const second = runs(top, ["rev-parse", "HEAD"]).trim();
    runs(top, ["push", "--quiet", "origin", "main", "HEAD:refs/heads/other"]);
    expect(calls().slice(-2).sort()).toEqual(
      [`guard: guard --range ${first}..${second}`, `guard: guard --range ${first}..${second}`].sort(),
    );
    runs(top, ["push", "--quiet", "origin", "--delete", "other"]);
    program(1);
    expect(commits()).toBe(false);
    runs(top, [
      "-c",
      "user.name=Guard",
      "-c",
      "user.email=guard@example.com",
      "commit",
      "--quiet",
      "--no-verify",
      "--message",
      "b",
    ]);
    expect(() => runs(top, ["push", "--quiet", "origin", "main"])).toThrow();
  });

  it("changes nothing the second time, and leaves nothing when it is removed", () => {
    installHooks(top);
    expect(installHooks(top).map(({ what }) => what)).toEqual(["kept", "kept"]);
    expect(removeHooks(top).map(({ what }) => what)).toEqual(["removed", "removed"]);
    expect(existsSync(file(".git/hooks/pre-commit"))).toBe(false);
    expect(removeHooks(top).map(({ what }) => what)).toEqual(["none", "none"]);
  });

  it("finds the program of a project in a folder with spaces and quotes", () => {
    const folder = "my 'own' app";
    mkdirSync(file(folder));
    program(0, folder);
    installHooks(file(folder));
    expect(commits()).toBe(true);
    expect(calls()).toEqual(["guard: guard"]);
  });

  it("installs them for all worktrees", () => {
    program(0);
    expect(commits()).toBe(true);
    runs(top, ["worktree", "add", "--quiet", file("beside")]);
    installHooks(file("beside"));
    expect(existsSync(file(".git/hooks/pre-commit"))).toBe(true);
  });
});

describe("where a hook is there", () => {
  const own = '#!/bin/sh\necho "own:$1" >>calls.txt\nexit 0\n';

  it("runs it first, as it is, and gives it its name back", () => {
    write(".git/hooks/pre-commit", own, 0o755);
    expect(installHooks(top).map(({ what }) => what)).toEqual(["chained", "written"]);
    program(0);
    expect(commits()).toBe(true);
    expect(calls()).toEqual(["own:", "guard: guard"]);
    expect(text(".git/hooks/pre-commit.before-lintel")).toBe(own);
    expect(installHooks(top).map(({ what }) => what)).toEqual(["kept", "kept"]);
    removeHooks(top);
    expect(text(".git/hooks/pre-commit")).toBe(own);
    expect(existsSync(file(".git/hooks/pre-commit.before-lintel"))).toBe(false);
  });

  it("stops where it stops", () => {
    write(".git/hooks/pre-commit", own.replace("exit 0", "exit 3"), 0o755);
    installHooks(top);
    program(0);
    expect(commits()).toBe(false);
    expect(calls()).toEqual(["own:"]);
  });

  it("gives it what git gave, before a push", () => {
    program(0);
    expect(commits()).toBe(true);
    const there = emptyRepository();
    runs(there, ["config", "core.bare", "true"]);
    runs(top, ["remote", "add", "origin", there]);
    write(
      ".git/hooks/pre-push",
      '#!/bin/sh\nwhile read -r ref rest; do echo "own: $1 $ref" >>calls.txt; done\n',
      0o755,
    );
    installHooks(top);
    runs(top, ["push", "--quiet", "origin", "main"]);
    expect(calls()[0]).toBe("own: origin refs/heads/main");
    expect(calls()[1]).toMatch(/^guard: guard --range /);
  });
});

describe("where hooks are files of the repository", () => {
  it("adds to those of husky, at their beginning, and takes it out again", () => {
    const husky = 'npx lint-staged\necho "own:" >>calls.txt\nexit 0\n';
    write(".husky/pre-commit", husky);
    write(".husky/_/pre-commit", '#!/bin/sh\nexec sh -e "$(dirname "$0")/../pre-commit" "$@"\n', 0o755);
    runs(top, ["config", "core.hooksPath", ".husky/_"]);
    expect(installHooks(top)).toMatchObject([
      { file: ".husky/pre-commit", what: "added" },
      { file: ".husky/pre-push", what: "written" },
    ]);
    write(".husky/pre-commit", text(".husky/pre-commit").replace("npx lint-staged\n", ""));
    program(0);
    expect(commits()).toBe(true);
    expect(calls()).toEqual(["guard: guard", "own:"]);
    program(1);
    expect(commits()).toBe(false);
    removeHooks(top);
    expect(text(".husky/pre-commit")).toBe(husky.replace("npx lint-staged\n", ""));
    expect(existsSync(file(".husky/pre-push"))).toBe(false);
  });

  it("leaves what git gave for the rest of a script", () => {
    write(
      ".githooks/pre-push",
      '#!/bin/bash\nwhile read -r ref rest; do echo "own: $ref" >>calls.txt; done\n',
      0o755,
    );
    runs(top, ["config", "core.hooksPath", ".githooks"]);
    installHooks(top);
    program(0);
    expect(commits()).toBe(true);
    const there = emptyRepository();
    runs(there, ["config", "core.bare", "true"]);
    runs(top, ["remote", "add", "origin", there]);
    runs(top, ["push", "--quiet", "origin", "main"]);
    expect(calls().at(-1)).toBe("own: refs/heads/main");
  });

  it("calls a hook that is no shell script from beside it", () => {
    write(
      ".githooks/pre-commit",
      "#!/usr/bin/env node\nrequire('fs').appendFileSync('calls.txt', 'own:\\n');\n",
      0o755,
    );
    runs(top, ["config", "core.hooksPath", ".githooks"]);
    expect(installHooks(top)[0]).toMatchObject({ what: "chained" });
    program(0);
    expect(commits()).toBe(true);
    expect(calls()).toEqual(["own:", "guard: guard"]);
  });
});

it("touches no folder of hooks that other repositories use", () => {
  const elsewhere = emptyRepository();
  runs(top, ["config", "core.hooksPath", elsewhere]);
  expect(() => installHooks(top)).toThrow(expect.objectContaining({ code: "HOOKS_ELSEWHERE" }));
  expect(existsSync(join(elsewhere, "pre-commit"))).toBe(false);
});

it("is told that there is no repository", () => {
  expect(() => installHooks("/")).toThrow(expect.objectContaining({ code: "NOT_A_REPOSITORY", exitCode: 2 }));
});

it("is told that the repository is somebody else's, where git says so", () => {
  vi.stubEnv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1");
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  expect(() => installHooks(top)).toThrow(
    expect.objectContaining({ code: "GIT_FAILED", message: expect.stringContaining("somebody else") }),
  );
});
