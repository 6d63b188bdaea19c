import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { failureOf, query, scratchDataDirectory, startScratch } from "./scenario.js";

/** A small disk of its own for the test, or `undefined` where this user may not mount one. */
function smallDisk(megabytes: number): string | undefined {
  const disk = join(dirname(scratchDataDirectory()), "disk");
  mkdirSync(disk);
  const options = ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=755`, "tmpfs", disk];
  if (spawnSync("mount", options).status !== 0) return undefined;
  onTestFinished(() => void spawnSync("umount", ["--lazy", disk]));
  return disk;
}

/** Takes all the room there is. */
function fill(file: string): void {
  expect(() => writeFileSync(file, Buffer.alloc(512 * 1024 * 1024))).toThrow(/ENOSPC/);
}

describe("a full disk", () => {
  it("is named before anything is made", async ({ skip }) => {
    const disk = smallDisk(20) ?? skip("mounting a tmpfs needs root");

    const failure = await failureOf(startScratch({ dataDirectory: join(disk, "data") }));

    expect(failure.code).toBe("DISK_FULL");
    expect(failure.message).toContain(disk);
  });

  it("is named when an existing database cannot start, and its data are there once there is room", async ({
    skip,
  }) => {
    const disk = smallDisk(200) ?? skip("mounting a tmpfs needs root");
    const dataDirectory = join(disk, "data");
    const first = await startScratch({ dataDirectory });
    await query(first.url, "CREATE TABLE kept AS SELECT 42 AS answer");
    await first.stop();
    fill(join(disk, "ballast"));

    const failure = await failureOf(startScratch({ dataDirectory }));

    expect(failure.code).toBe("DISK_FULL");
    rmSync(join(disk, "ballast"));
    const second = await startScratch({ dataDirectory });
    expect(await query(second.url, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
    await second.stop();
  });
});
