import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const here = fileURLToPath(new URL(".", import.meta.url));

/** Runs a program that logs three requests, in a process of its own, and ends as it is told. */
async function given(options: string, ending: string) {
  const program = `
    const { createFacts } = await import("../facts.ts");
    const { logFacts, createTrace } = await import("./index.ts");
    const facts = createFacts();
    const stop = logFacts(facts, ${options});
    for (const requestId of ["r1", "r2", "r3"]) {
      facts.report({ fact: "request.finished", requestId, trace: createTrace(), method: "GET", route: "/v1/x",
        status: 200, milliseconds: 1, bytes: 2, actor: "" });
    }
    ${ending}`;
  const run = promisify(execFile)(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "-e", program],
    {
      cwd: here,
    },
  );
  return run.catch((failed: { stdout: string; stderr: string }) => failed);
}

describe("a process that logs to its own output", () => {
  it.each([
    ["is told to stop", "stop();"],
    ["runs out of work", ""],
    ["calls for its own end", "process.exit(0);"],
    ["fails", 'throw new Error("broken");'],
  ])("loses no line when it %s", async (_, ending) => {
    const { stdout } = await given("{}", ending);
    const ids = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).requestId);
    expect(ids).toEqual(["r1", "r2", "r3"]);
  });

  it("writes for a person to standard error", async () => {
    const { stdout, stderr } = await given("{ pretty: true }", "process.exit(0);");
    expect(stdout).toBe("");
    expect(stderr.match(/GET \/v1\/x 200 1\.0 ms 2 B/g)).toHaveLength(3);
  });
});
