import { existsSync } from "node:fs";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { failureOf, query, scratchDataDirectory, startScratch } from "./scenario.js";

const DEBIAN_15 = "/usr/lib/postgresql/15/bin";

function choose(bin: string): void {
  vi.stubEnv("LINTEL_POSTGRES_BIN", bin);
  onTestFinished(() => void vi.unstubAllEnvs());
}

describe("LINTEL_POSTGRES_BIN", () => {
  it("runs the PostgreSQL that it points to", async ({ skip }) => {
    if (!existsSync(DEBIAN_15)) skip(`${DEBIAN_15} is not installed`);
    choose(DEBIAN_15);
    const dataDirectory = scratchDataDirectory();

    const first = await startScratch({ dataDirectory });
    const version = await query<{ server_version: string }>(first.url, "SHOW server_version");
    await first.stop();
    const second = await startScratch({ dataDirectory });

    expect(version[0]?.server_version).toMatch(/^15\./);
    expect(second.created).toBe(false);
    expect(await query(second.url, "SELECT upper('é') AS upper")).toEqual([{ upper: "É" }]);
  });

  it("makes databases that another major version refuses, with both versions named", async ({ skip }) => {
    if (!existsSync(DEBIAN_15)) skip(`${DEBIAN_15} is not installed`);
    choose(DEBIAN_15);
    const dataDirectory = scratchDataDirectory();
    await (await startScratch({ dataDirectory })).stop();
    choose("");

    const failure = await failureOf(startScratch({ dataDirectory }));

    expect(failure.code).toBe("DATA_DIRECTORY_VERSION");
    expect(failure.message).toMatch(/PostgreSQL 15.* is 18/);
  });
});
