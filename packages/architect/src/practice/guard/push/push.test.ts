import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { verifyPush } from "../index.js";
import { emptyRepository, repositoryWith, runs } from "../scenario.js";

let here: string;
let there: string;

function commit(directory: string, text: string): void {
  writeFileSync(join(directory, "a.txt"), text);
  runs(directory, ["add", "--", "a.txt"]);
  runs(directory, [
    "-c",
    "user.name=Guard",
    "-c",
    "user.email=guard@example.com",
    "commit",
    "--quiet",
    "--message",
    text,
  ]);
}

const rulesOf = () => verifyPush(here).findings.map(({ rule }) => rule);

beforeEach(() => {
  here = repositoryWith({ "a.txt": "1" }, { "a.txt": "1" });
  runs(here, ["checkout", "--quiet", "--force", "main"]);
  there = emptyRepository();
  runs(there, ["config", "core.bare", "true"]);
  runs(here, ["remote", "add", "origin", there]);
});

it("finds nothing after a push, and names the commit that the remote has", () => {
  runs(here, ["push", "--quiet", "--set-upstream", "origin", "main"]);
  const report = verifyPush(here);
  expect(report).toMatchObject({ branch: "main", remote: "origin", findings: [] });
  expect(report.remoteCommit).toBe(runs(there, ["rev-parse", "refs/heads/main"]).trim());
  expect(verifyPush(here, "origin", "main").findings).toEqual([]);
});

it("finds a branch that tracks none, and one that the remote does not have", () => {
  expect(rulesOf()).toEqual(["no-upstream"]);
  expect(verifyPush(here, "origin").findings.map(({ rule }) => rule)).toEqual([
    "no-upstream",
    "remote-branch-missing",
  ]);
  runs(here, ["push", "--quiet", "--set-upstream", "origin", "main"]);
  runs(there, ["update-ref", "-d", "refs/heads/main"]);
  expect(rulesOf()).toEqual(["remote-branch-missing"]);
});

it("finds what was not pushed, what was not fetched, and both", () => {
  runs(here, ["push", "--quiet", "--set-upstream", "origin", "main"]);
  commit(here, "2");
  const [ahead] = verifyPush(here).findings;
  expect(ahead).toMatchObject({
    rule: "ahead",
    says: expect.stringContaining("has 1 that"),
    remedy: "Push them: git push origin main:main",
  });

  runs(here, ["push", "--quiet"]);
  runs(here, ["reset", "--quiet", "--hard", "HEAD~1"]);
  expect(rulesOf()).toEqual(["behind"]);
  commit(here, "3");
  expect(rulesOf()).toEqual(["ahead", "behind"]);
});

it("asks the remote itself, and not what was remembered of it", () => {
  runs(here, ["push", "--quiet", "--set-upstream", "origin", "main"]);
  const other = emptyRepository();
  runs(other, ["fetch", "--quiet", there, "main:theirs"]);
  runs(other, ["checkout", "--quiet", "theirs"]);
  commit(other, "4");
  runs(other, ["push", "--quiet", there, "theirs:main"]);
  expect(rulesOf()).toEqual(["remote-differs"]);
});

it("knows a branch that is called otherwise there", () => {
  runs(here, ["push", "--quiet", "--set-upstream", "origin", "main:trunk"]);
  expect(verifyPush(here).findings).toEqual([]);
});

it("tells a remote that cannot be asked from one that has something else", () => {
  runs(here, ["push", "--quiet", "--set-upstream", "origin", "main"]);
  runs(here, ["remote", "set-url", "origin", "https://ann:hunter2hunter2@127.0.0.1:1/a.git"]);
  expect(() => verifyPush(here)).toThrow(
    expect.objectContaining({
      code: "REMOTE_UNREACHABLE",
      exitCode: 1,
      message: expect.not.stringContaining("hunter2"),
    }),
  );
  expect(() => verifyPush(here, "--upload-pack=touch /tmp/x")).toThrow(
    expect.objectContaining({ code: "REMOTE_UNKNOWN", exitCode: 2 }),
  );
});

it("finds that a commit is checked out by itself", () => {
  runs(here, ["checkout", "--quiet", "--detach"]);
  expect(rulesOf()).toEqual(["no-branch"]);
  expect(verifyPush(here, "origin", "gone").findings.map(({ rule }) => rule)).toEqual(["no-branch"]);
});

it("knows a branch beside a tag of the same name", () => {
  runs(here, ["push", "--quiet", "--set-upstream", "origin", "main"]);
  runs(here, ["tag", "main"]);
  expect(verifyPush(here)).toMatchObject({ branch: "main", findings: [] });
});

it("asks all places that a remote pushes to", () => {
  const second = emptyRepository();
  runs(second, ["config", "core.bare", "true"]);
  runs(here, ["push", "--quiet", "--set-upstream", "origin", "main"]);
  for (const place of [there, second]) runs(here, ["remote", "set-url", "--add", "--push", "origin", place]);
  expect(rulesOf()).toEqual(["remote-branch-missing"]);
  runs(here, ["push", "--quiet"]);
  expect(rulesOf()).toEqual([]);
});
