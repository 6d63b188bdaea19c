import { spawnSync } from "node:child_process";
import { ToolError } from "../../../tool-error.js";

/** What git's plumbing needs to leave alone whatever the repository's configuration would have it run. */
const settings = [
  "--no-pager",
  "-c",
  "core.fsmonitor=false",
  "-c",
  "core.quotePath=false",
  "-c",
  "core.excludesFile=",
];
const MOST_BYTES = 1 << 30;

export interface GitOptions {
  readonly input?: string;
  /** Milliseconds; a minute unless told. */
  readonly timeout?: number;
}

export interface Ran {
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly timedOut: boolean;
}

/**
 * Runs git in a folder, with arguments that no shell sees. Nothing waits for a person to type a password.
 *
 * @throws ToolError GIT_MISSING
 */
export function runGit(directory: string, given: readonly string[], options: GitOptions = {}): Ran {
  const ran = spawnSync("git", [...settings, ...given], {
    cwd: directory,
    input: options.input ?? "",
    maxBuffer: MOST_BYTES,
    timeout: options.timeout ?? 60_000,
    env: {
      ...process.env,
      LC_ALL: "C",
      GIT_OPTIONAL_LOCKS: "0",
      GIT_NO_LAZY_FETCH: "1",
      GIT_TERMINAL_PROMPT: "0",
    },
  });
  if (ran.error && "code" in ran.error && ran.error.code === "ENOENT") {
    throw new ToolError(
      "GIT_MISSING",
      "There is no program `git` here.",
      "Install git, and see that it is in PATH.",
    );
  }
  return {
    status: ran.status ?? 1,
    stdout: ran.stdout ?? Buffer.alloc(0),
    stderr: ran.stderr?.toString("utf8").trim() ?? "",
    timedOut: ran.signal !== null && ran.status === null,
  };
}

/**
 * What git said.
 *
 * @throws ToolError GIT_MISSING, GIT_FAILED
 */
export function git(directory: string, given: readonly string[], options?: GitOptions): Buffer {
  const { status, stdout, stderr } = runGit(directory, given, options);
  if (status === 0) return stdout;
  throw new ToolError(
    "GIT_FAILED",
    `git ${given[0] ?? ""} ended with ${status}: ${stderr || "it said nothing"}`,
    "Run the same command in the repository, and mend what it says.",
  );
}

/** What git said in one line, or undefined where it had no answer. */
export function ask(directory: string, given: readonly string[], options?: GitOptions): string | undefined {
  const { status, stdout } = runGit(directory, given, options);
  const said = stdout.toString("utf8").replace(/\n$/, "");
  return status === 0 && said !== "" ? said : undefined;
}

/**
 * The folder of the working tree.
 *
 * @throws ToolError GIT_MISSING, GIT_FAILED, NOT_A_REPOSITORY
 */
export function repositoryOf(directory: string): string {
  const { status, stdout, stderr } = runGit(directory, ["rev-parse", "--show-toplevel"]);
  const top = stdout.toString("utf8").replace(/\n$/, "");
  if (status === 0 && top !== "") return top;
  if (/dubious ownership/.test(stderr)) {
    throw new ToolError(
      "GIT_FAILED",
      `git does not look into ${directory}: its repository belongs to somebody else.`,
      `Have its owner run this, or trust the folder: git config --global --add safe.directory ${directory}`,
      { exitCode: 2 },
    );
  }
  throw new ToolError(
    "NOT_A_REPOSITORY",
    `${directory} is in no working tree of git.`,
    "Run `git init` first, or go to a folder of a repository.",
    { exitCode: 2 },
  );
}
