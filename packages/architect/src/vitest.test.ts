import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { asInstalled, initialisedProject, until } from "./cli/scenario.js";

function runTests(cwd: string) {
  const { LINTEL_TEST_DATABASE_URL: _, VITEST: __, ...env } = process.env;
  const child = spawn(process.execPath, ["node_modules/vitest/vitest.mjs", "run"], {
    cwd,
    env: { ...env, ...asInstalled, TMPDIR: cwd, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (data) => {
    output += data;
  });
  const ended = new Promise<number | string | null>((resolve) => {
    child.once("exit", (code, signal) => resolve(code ?? signal));
  });
  return { child, ended, output: () => output };
}

function folders(cwd: string): readonly string[] {
  return readdirSync(cwd).filter((name) => name.startsWith("lintel-vitest-"));
}

it("gives a project's tests a PostgreSQL, and takes over what a killed run left", {
  timeout: 120_000,
}, async () => {
  const cwd = initialisedProject();

  const killed = runTests(cwd);
  await until("a server of the first run", async () =>
    folders(cwd).some((name) => existsSync(join(cwd, name, "data/postmaster.pid"))) ? true : undefined,
  );
  killed.child.kill("SIGKILL");
  await killed.ended;
  expect(folders(cwd)).toHaveLength(1);

  const second = runTests(cwd);
  expect([await second.ended, second.output()]).toEqual([0, expect.stringMatching(/3 passed/)]);
  expect(folders(cwd)).toEqual([]);
});
