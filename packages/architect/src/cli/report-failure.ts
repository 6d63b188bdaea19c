import { asFailure, type Failure } from "../failure.js";
import { type Paint, painterOf } from "./terminal.js";
import type { ExitCode } from "./verb.js";

/** Tells what failed, where, why, and what to type next. With --json the same on stdout, as one document. */
export function reportFailure(error: unknown, json: boolean): ExitCode {
  const failure = asFailure(error);
  const { exitCode, ...told } = failure;
  if (json) process.stdout.write(`${JSON.stringify({ error: told }, null, 2)}\n`);
  else process.stderr.write(`${formatFailure(failure, painterOf(process.stderr))}\n`);
  return exitCode;
}

/** A failure for a person to read. */
export function formatFailure(failure: Failure, paint: Paint): string {
  const { code, message, where, next } = failure;
  const head = `${paint("red", "error")}  ${code}${where ? `  ${paint("cyan", where)}` : ""}`;
  return [head, ...message.split("\n").map((line) => `  ${line}`), `  ${paint("dim", "next:")} ${next}`].join(
    "\n",
  );
}
