/** What the tests of the command line share: projects in scratch folders, and real processes of `lintel`. */
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { createProject } from "../project/create-project.js";

const workspace = fileURLToPath(new URL("../../../../", import.meta.url));
const binary = join(workspace, "packages/architect/bin/lintel.js");
const DEADLINE_MS = 60_000;
/** Where a project has installed them, its Vitest lets Node load them; here they lie outside of node_modules. */
export const asInstalled = { VITEST_MODULE_DIRECTORIES: "packages/runtime/dist,packages/architect/dist" };

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What stdout says, as JSON. */
  json<T = Record<string, unknown>>(): T;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: { readonly [name: string]: string };
  readonly input?: string;
}

/** A folder that PostgreSQL's service user can enter, removed after the test. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "lintel-cli-"));
  chmodSync(folder, 0o755);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }));
  return folder;
}

/** A folder with these files, from which the workspace's packages can be imported. */
export function projectWith(files: { readonly [path: string]: string }): string {
  const folder = scratchFolder();
  for (const [path, content] of Object.entries({ "package.json": '{ "type": "module" }', ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  linkPackages(folder);
  return folder;
}

/** A project as `lintel init` writes it, with its packages linked instead of installed. Nobody is asked for its brief, unless told. */
export function initialisedProject({ withoutBrief = true } = {}): string {
  const folder = scratchFolder();
  createProject(folder, { name: "my-app", ...(withoutBrief && { withoutBrief: "Tests ask nobody." }) });
  linkPackages(folder);
  return folder;
}

/** Lets a folder find the packages of the workspace, as if they were installed. */
export function linkPackages(folder: string): void {
  mkdirSync(join(folder, "node_modules/@lintel"), { recursive: true });
  symlinkSync(join(workspace, "packages/runtime"), join(folder, "node_modules/@lintel/runtime"));
  symlinkSync(join(workspace, "packages/architect"), join(folder, "node_modules/lintel"));
  symlinkSync(join(workspace, "node_modules/vitest"), join(folder, "node_modules/vitest"));
}

/** Runs `lintel` to its end. */
export async function lintel(given: readonly string[], options: RunOptions): Promise<Ran> {
  const { child, output } = start(given, options);
  child.stdin?.end(options.input ?? "");
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  const { stdout, stderr } = output;
  return { code, stdout, stderr, json: <T>() => JSON.parse(stdout) as T };
}

export interface Running {
  readonly child: ChildProcess;
  readonly output: { stdout: string; stderr: string };
  readonly ended: Promise<number | string | null>;
  /** Waits until the output holds this, and gives back the match. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  /** The address that the banner names. */
  address(what: "API" | "Metrics"): Promise<string>;
}

/** Starts `lintel` and lets it run; killed after the test if it still does. */
export function running(given: readonly string[], options: RunOptions): Running {
  const { child, output } = start(given, options);
  const ended = new Promise<number | string | null>((resolve) => {
    child.once("exit", (code, signal) => resolve(code ?? signal));
  });
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
    await ended;
  });
  const says = (pattern: RegExp) =>
    until(`"${pattern}" in what it said:\n${output.stdout}\n${output.stderr}`, async () => {
      const match = pattern.exec(output.stdout) ?? pattern.exec(output.stderr);
      if (!match && child.exitCode !== null) throw new Error(`It ended: ${output.stdout}\n${output.stderr}`);
      return match ?? undefined;
    });
  return {
    child,
    output,
    ended,
    says,
    address: async (what) => (await says(new RegExp(`${what} +(http\\S+)`)))[1] ?? "",
  };
}

function start(given: readonly string[], { cwd, env = {} }: RunOptions) {
  const { DATABASE_URL: _, ...inherited } = ofPerson(process.env);
  const child = spawn(process.execPath, [binary, ...given], {
    cwd,
    env: { ...inherited, ...asInstalled, ...env },
    // A group of its own, as a terminal makes one: Ctrl-C goes to all of it.
    detached: true,
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (data) => {
    output.stdout += data;
  });
  child.stderr.on("data", (data) => {
    output.stderr += data;
  });
  return { child, output };
}

/** Without what a coding agent that runs the tests says of itself. */
export function ofPerson(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { CLAUDECODE, CURSOR_AGENT, CODEX_SANDBOX, GEMINI_CLI, AI_AGENT, ...others } = env;
  return others;
}

/** Asks again until there is an answer, or the deadline is over. */
export async function until<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  const end = performance.now() + DEADLINE_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > end) throw new Error(`There was none within ${DEADLINE_MS} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A port that was free a moment ago. */
export function somePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

/** Two ports to ask for, so that tests do not meet a `lintel dev` that runs beside them. */
export async function somePorts(): Promise<readonly string[]> {
  return ["--port", String(await somePort()), "--metrics-port", String(await somePort())];
}
