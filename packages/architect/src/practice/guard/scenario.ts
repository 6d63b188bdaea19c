/** Small repositories for the tests of the guard: a folder copied, and one stream to `git fast-import`. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** What a file holds; undefined takes away a file of the commit before. */
export type Held =
  | string
  | Buffer
  | undefined
  | { readonly link: string }
  | { readonly submodule: true }
  | { readonly mode: "100755"; readonly text: string };

export interface Files {
  readonly [path: string]: Held;
}

/** Settings of the machine and of a hook that runs these tests have no part in it. */
const environment = Object.fromEntries(
  Object.entries({ ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" }).filter(
    ([name]) => !/^GIT_(?:DIR|INDEX_FILE|WORK_TREE|PREFIX|AUTHOR|COMMITTER|EXEC)/.test(name),
  ),
);

let template: string | undefined;

export function runs(directory: string, given: readonly string[], input?: string | Buffer): string {
  const { status, stdout, stderr } = spawnSync("git", given, { cwd: directory, input, env: environment });
  if (status !== 0) throw new Error(`git ${given.join(" ")}: ${stderr}`);
  return stdout.toString();
}

/** A folder with an empty repository, removed after the test. */
export function emptyRepository(): string {
  if (template === undefined) {
    template = mkdtempSync(join(tmpdir(), "lintel-guard-template-"));
    runs(template, ["init", "--quiet", "--initial-branch=main", "--template="]);
    process.once("exit", () => rmSync(template ?? "", { recursive: true, force: true }));
  }
  const folder = mkdtempSync(join(tmpdir(), "lintel-guard-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(template, folder, { recursive: true });
  return folder;
}

/** A repository whose last commits hold these files, the last of them staged and not committed. */
export function repositoryWith(...steps: readonly Files[]): string {
  const folder = emptyRepository();
  const parts: (string | Buffer)[] = [];
  for (const [position, files] of steps.entries()) {
    const isLast = position === steps.length - 1;
    const branch = isLast ? "refs/heads/staged" : "refs/heads/main";
    parts.push(
      `commit ${branch}\nmark :${position + 1}\ncommitter Guard <guard@example.com> ${1_700_000_000 + position} +0000\ndata 4\nstep\n`,
    );
    if (position > 0) parts.push(`from :${position}\n`);
    for (const [path, held] of Object.entries(files)) parts.push(...change(path, held));
    parts.push("\n");
  }
  runs(folder, ["fast-import", "--quiet"], Buffer.concat(parts.map((part) => Buffer.from(part))));
  runs(folder, ["read-tree", "refs/heads/staged"]);
  return folder;
}

function change(path: string, held: Held): readonly (string | Buffer)[] {
  const name = `"${path.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n")}"`;
  if (held === undefined) return [`D ${name}\n`];
  if (typeof held === "object" && "submodule" in held)
    return [`M 160000 0123456789012345678901234567890123456789 ${name}\n`];
  const mode =
    typeof held === "object" && "link" in held
      ? "120000"
      : typeof held === "object" && "mode" in held
        ? held.mode
        : "100644";
  const data = Buffer.from(
    typeof held === "string" || Buffer.isBuffer(held) ? held : "link" in held ? held.link : held.text,
  );
  return [`M ${mode} inline ${name}\ndata ${data.length}\n`, data, "\n"];
}
