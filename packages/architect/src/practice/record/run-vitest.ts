import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";
import { ToolError } from "../../tool-error.js";

const assertion = z.object({
  ancestorTitles: z.array(z.string()),
  title: z.string(),
  status: z.string(),
  failureMessages: z.array(z.string()).nullish(),
  location: z.object({ line: z.number() }).nullish(),
});
const report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().nullish(),
      assertionResults: z.array(assertion),
    }),
  ),
});

/** What Vitest says of a run, file by file. */
export type VitestReport = z.infer<typeof report>;
export type VitestResult = z.infer<typeof assertion>;

export interface RunOptions {
  /** Whether what Vitest prints goes nowhere. */
  readonly isSilent: boolean;
  /** What its tests find in their environment beside what is there. */
  readonly environment?: { readonly [name: string]: string };
}

/**
 * Runs the tests of a project by the project's own Vitest, and gives back what it says of them. What it prints goes to standard error,
 * or nowhere where `isSilent`.
 *
 * @throws ToolError VITEST_MISSING, TESTS_DID_NOT_RUN
 */
export async function runVitest(
  directory: string,
  given: readonly string[],
  { isSilent, environment = {} }: RunOptions,
): Promise<VitestReport> {
  const program = vitestOf(directory);
  const folder = mkdtempSync(join(tmpdir(), "lintel-record-"));
  const outputFile = join(folder, "report.json");
  try {
    const said = await run(
      program,
      [
        "run",
        "--includeTaskLocation",
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${outputFile}`,
        ...given,
      ],
      directory,
      { isSilent, environment },
    );
    if (!existsSync(outputFile)) throw didNotRun(said);
    const read = report.safeParse(JSON.parse(readFileSync(outputFile, "utf8")));
    if (!read.success) throw didNotRun(`Its report has another form: ${read.error.message}`);
    return read.data;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function didNotRun(said: string): ToolError {
  const lines = said.trimEnd().split("\n").slice(-20).join("\n");
  return new ToolError(
    "TESTS_DID_NOT_RUN",
    `Vitest ended without a report${lines === "" ? "." : `:\n${lines}`}`,
    "Mend what it says, and try it by itself: npx vitest run",
  );
}

function vitestOf(directory: string): string {
  try {
    const manifest = createRequire(join(directory, "package.json")).resolve("vitest/package.json");
    return join(dirname(manifest), "vitest.mjs");
  } catch (error) {
    throw new ToolError(
      "VITEST_MISSING",
      `The project in ${directory} has no Vitest to run its tests by.`,
      "npm install --save-dev vitest",
      { cause: error },
    );
  }
}

/** Bytes of what it says that are kept. */
const kept = 100_000;

function run(
  program: string,
  given: readonly string[],
  cwd: string,
  { isSilent, environment }: RunOptions,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...given], {
      cwd,
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        said = `${said}${chunk.toString()}`.slice(-kept);
        if (!isSilent) process.stderr.write(chunk);
      });
    }
    const pass = (signal: NodeJS.Signals) => void child.kill(signal);
    process.once("SIGINT", pass).once("SIGTERM", pass);
    child.once("error", reject);
    child.once("close", () => {
      process.removeListener("SIGINT", pass).removeListener("SIGTERM", pass);
      resolve(said);
    });
  });
}
