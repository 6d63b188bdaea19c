import { spawn } from "node:child_process";
import type { ServiceUser } from "./service-user.js";

export interface ProgramResult {
  /** The exit status; `undefined` when the program could not be started or was ended by a signal. */
  status: number | undefined;
  output: string;
  /** Why the program could not be started at all, if it could not. */
  startFailure: Error | undefined;
}

/** The whole environment of PostgreSQL's programs: nothing of the caller's PG* variables or locale leaks in. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const inherited = ["PATH", "SystemRoot", "TEMP", "TMP"].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(inherited), LC_ALL: "C", TZ: "UTC" };
}

/** Runs one of PostgreSQL's programs to its end as the service user and collects stdout and stderr. */
export function runProgram(
  file: string,
  parameters: readonly string[],
  options: { user: ServiceUser; input?: string },
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    let output = "";
    const child = spawn(file, parameters, {
      ...options.user,
      cwd: safeWorkingDirectory(),
      env: serverEnvironment(),
      stdio: ["pipe", "pipe", "pipe"],
      windowsHide: true,
    });
    const collect = (chunk: Buffer) => {
      output += chunk.toString("utf8");
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.stdin.on("error", () => undefined);
    child.stdin.end(options.input ?? "");
    child.once("error", (startFailure) => resolve({ status: undefined, output, startFailure }));
    child.once("close", (status) =>
      resolve({ status: status ?? undefined, output, startFailure: undefined }),
    );
  });
}

/** The service user may not be allowed into the caller's folder; the root folder admits everyone. */
export function safeWorkingDirectory(): string | undefined {
  return process.platform === "win32" ? undefined : "/";
}
