import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import blueprint from "../blueprint.js";

const directory = fileURLToPath(new URL("..", import.meta.url));
const lintel = fileURLToPath(new URL("../../packages/architect/bin/lintel.js", `file://${directory}`));

/** What `lintel` says on standard output, whatever its exit code. */
async function ask(...words: readonly string[]) {
  const run = promisify(execFile)(process.execPath, [lintel, ...words, "--json"], { cwd: directory });
  const { stdout } = await run.catch((failed: { stdout: string }) => failed);
  return JSON.parse(stdout);
}

it("has a brief in which nothing is open, at odds, or edited by hand and not read back", async () => {
  const status = await ask("brief", "status");
  expect(status).toMatchObject({ name: blueprint.name, gaps: [], edits: [], stale: [] });
  expect(["unconfirmed", "confirmed"]).toContain(status.state);
});

it("agrees with the blueprint on authentication", async () => {
  expect(await ask("check")).toMatchObject({ system: "commerce", errors: 0 });
});

it("names every command and query that a client may call, and no other, as a feature", async () => {
  const { requirements } = await ask("brief", "show");
  const wanted = requirements
    .filter(({ id }: { id: string }) => id.startsWith("REQ-FEAT-"))
    .filter(({ priority }: { priority: string }) => priority !== "P3")
    .map(({ id }: { id: string }) => id.slice("REQ-FEAT-".length));
  const operations = blueprint.services
    .flatMap(({ commands, queries }) => [...commands, ...queries])
    .filter(({ access }) => access?.data.kind !== "calledBy")
    .map(({ name }) => name.replace(/[A-Z]/g, (letter) => `-${letter}`).toUpperCase())
    .map((name) => (name === "MINE" ? "MY-ORDERS-IN-SUM" : name));
  expect(wanted).toEqual(expect.arrayContaining(operations));
  expect(wanted).toContain("PRODUCTS");
  expect(operations.length).toBeGreaterThan(5);
});
