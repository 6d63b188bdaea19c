import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { lintel, scratchFolder } from "../scenario.js";

function repository(files: { readonly [path: string]: string }): string {
  const folder = scratchFolder();
  git(folder, "init", "--quiet", "--initial-branch=main");
  for (const [path, content] of Object.entries(files)) writeFileSync(join(folder, path), content);
  git(folder, "add", "--all", "--force");
  return folder;
}

function git(cwd: string, ...given: readonly string[]): void {
  const { status, stderr } = spawnSync("git", given, { cwd });
  if (status !== 0) throw new Error(String(stderr));
}

it("ends with 0 where there is nothing to mend, and says so", async () => {
  const cwd = repository({ "README.md": "# A\n" });
  expect(await lintel(["guard"], { cwd })).toMatchObject({
    code: 0,
    stdout: "ok  1 file: nothing to mend\n",
    stderr: "",
  });
});

it("ends with 1 and tells file, line, rule and remedy, as text and as JSON", async () => {
  const cwd = repository({
    ".env": "A=b\n",
    "a.ts": "export const a = 1;\nconsole.log(a);\n",
    "package.json": '{ "name": "a" }',
  });
  mkdirSync(join(cwd, "deep"));
  const { code, stdout } = await lintel(["guard"], { cwd: join(cwd, "deep") });
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /^found {2}environment-committed {2}\.env\n {2}It sets .+\n {2}fix: .+\n\nfound {2}console-output {2}a\.ts:2\n/,
  );
  expect(stdout).toMatch(/\n2 findings in 3 files\n$/);
  const asJson = await lintel(["guard", "--all", "--json"], { cwd });
  expect(asJson.code).toBe(1);
  expect(asJson.json()).toMatchObject({
    files: 3,
    findings: [
      { rule: "environment-committed", file: ".env" },
      { rule: "console-output", file: "a.ts", line: 2 },
    ],
    allowed: [],
  });
});

it("writes names of files so that they do nothing to a terminal", async () => {
  const cwd = repository({ "a\u001b[2J\n.log": "x" });
  const { stdout } = await lintel(["guard"], { cwd });
  expect(stdout).toContain("found  log-committed  a\\u001b[2J\\n.log\n");
});

it("looks at a range, and also at what it let pass through the history", async () => {
  const cwd = repository({ "README.md": "# A\n" });
  const commit = () =>
    git(
      cwd,
      "-c",
      "user.name=Guard",
      "-c",
      "user.email=guard@example.com",
      "commit",
      "--quiet",
      "--message",
      "a",
    );
  commit();
  writeFileSync(join(cwd, "key.txt"), ["AKIA", "Q7ZP4LM2XW9TB6RN"].join(""));
  git(cwd, "add", "--all");
  commit();
  git(cwd, "rm", "--quiet", "key.txt");
  commit();
  expect((await lintel(["guard", "--all"], { cwd })).code).toBe(0);
  const { code, stdout } = await lintel(["guard", "--range", "HEAD~2..HEAD"], { cwd });
  expect([code, stdout]).toEqual([
    1,
    expect.stringMatching(/secret-in-content {2}key\.txt:1\n.*as commit [0-9a-f]{12} has it/),
  ]);
  // All of a history leaves with the first push.
  const whole = await lintel(["guard", "--range", `${"0".repeat(40)}..HEAD`], { cwd });
  expect([whole.code, whole.stdout]).toEqual([
    1,
    stdout.replace("1 finding in 0 files", "1 finding in 1 file"),
  ]);
});

it("looks at what only a merge has, where a later commit took it away", async () => {
  const cwd = repository({ "README.md": "# A\n" });
  const author = ["-c", "user.name=Guard", "-c", "user.email=guard@example.com"];
  const commit = () => git(cwd, ...author, "commit", "--quiet", "--message", "a");
  commit();
  git(cwd, "checkout", "--quiet", "-b", "beside");
  writeFileSync(join(cwd, "b.txt"), "b");
  git(cwd, "add", "--all");
  commit();
  git(cwd, "checkout", "--quiet", "main");
  git(cwd, ...author, "merge", "--quiet", "--no-ff", "--no-commit", "beside");
  writeFileSync(join(cwd, "key.txt"), ["AKIA", "Q7ZP4LM2XW9TB6RN"].join(""));
  git(cwd, "add", "--all");
  commit();
  git(cwd, "rm", "--quiet", "key.txt");
  commit();
  const { code, stdout } = await lintel(["guard", "--range", "main~2..main"], { cwd });
  expect([code, stdout]).toEqual([1, expect.stringContaining("secret-in-content  key.txt:1")]);
});

it("tells wrong use and what it cannot do apart from findings", async () => {
  const cwd = repository({ "README.md": "# A\n" });
  for (const [given, code] of [
    [["guard", "--range", "nowhere..HEAD"], "RANGE_INVALID"],
    [["guard", "--range", "HEAD", "--all"], "RANGE_INVALID"],
    [["guard", "--range=--output=x"], "names two commits"],
    [["guard", "push", "elsewhere", "main"], "no-branch"],
  ] as const) {
    const { code: exit, stderr, stdout } = await lintel(given, { cwd });
    expect([given, exit, stderr + stdout]).toEqual([
      given,
      code === "no-branch" ? 1 : 2,
      expect.stringContaining(code),
    ]);
  }
  const { code, stderr } = await lintel(["guard"], { cwd: "/" });
  expect([code, stderr]).toEqual([2, expect.stringContaining("NOT_A_REPOSITORY")]);
});

it("is installed by init in a repository, and by itself", async () => {
  const cwd = repository({});
  const begun = await lintel(["init", "--name", "my-app", "--json"], { cwd });
  expect(begun.json()).toMatchObject({
    hooks: [{ file: ".git/hooks/pre-commit", what: "written" }, { what: "written" }],
  });
  expect(existsSync(join(cwd, ".git/hooks/pre-commit"))).toBe(true);
  const again = await lintel(["guard", "install"], { cwd });
  expect(again).toMatchObject({
    code: 0,
    stdout: ".git/hooks/pre-commit runs the guard already\n.git/hooks/pre-push runs the guard already\n",
  });
  const gone = await lintel(["guard", "remove", "--json"], { cwd });
  expect(gone.json()).toMatchObject({ hooks: [{ what: "removed" }, { what: "removed" }] });
});

it("lets a new project be committed as lintel init wrote it, once npm install has written its lock file", async () => {
  const cwd = repository({});
  await lintel(["init", "--name", "fresh", "--without-brief", "Only to look around."], { cwd });
  git(cwd, "add", "--all");
  const { json } = await lintel(["guard", "--json"], { cwd });
  const { findings, allowed } = json() as Record<
    "findings" | "allowed",
    readonly { readonly rule: string }[]
  >;
  expect(findings.filter(({ rule }) => !rule.startsWith("lock-file-"))).toEqual([]);
  expect(new Set(allowed.map(({ rule }) => rule))).toEqual(new Set(["feature-without-red-test"]));
});
