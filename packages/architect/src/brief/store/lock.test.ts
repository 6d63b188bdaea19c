import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import type { ToolError } from "../../tool-error.js";
import { briefFiles, withBriefLock } from "./index.js";
import { projectFolder } from "./scenario.js";

const store = fileURLToPath(new URL("../../../dist/brief/store/index.js", import.meta.url));

/** A process that holds the lock until it is ended. */
async function holder(folder: string) {
  const program = `
    const { withBriefLock } = await import(${JSON.stringify(store)});
    await withBriefLock(${JSON.stringify(folder)}, async () => {
      process.stdout.write("held\\n");
      await new Promise((resolve) => process.stdin.once("data", resolve));
    });`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data");
  return child;
}

async function busy(folder: string): Promise<ToolError> {
  return withBriefLock(folder, async () => expect.unreachable("It was held.")).catch((error) => error);
}

describe("the lock of a brief", () => {
  it("tells the second who holds it, and is free again when the first is done", async () => {
    const folder = projectFolder();
    const first = await holder(folder);

    const error = await busy(folder);

    expect(error).toMatchObject({
      code: "BRIEF_BUSY",
      message: expect.stringContaining(`process ${first.pid}`),
    });
    expect(error.message).toMatch(/since \d{4}-\d\d-\d\dT/);
    first.stdin.write("\n");
    first.stdin.end();
    await once(first, "close");
    expect(await withBriefLock(folder, async () => "mine")).toBe("mine");
    expect(readdirSync(briefFiles(folder).folder)).toEqual([]);
  });

  it("is taken over from a process that was killed", async () => {
    const folder = projectFolder();
    const first = await holder(folder);
    first.kill("SIGKILL");
    await once(first, "close");
    expect(existsSync(briefFiles(folder).lock)).toBe(true);

    expect(await withBriefLock(folder, async () => "mine")).toBe("mine");
  });

  it("is given back where the work fails", async () => {
    const folder = projectFolder();

    await expect(withBriefLock(folder, () => Promise.reject(new Error("no")))).rejects.toThrow("no");

    expect(existsSync(briefFiles(folder).lock)).toBe(false);
  });

  it("is held against the same process too", async () => {
    const folder = projectFolder();

    const error = await withBriefLock(folder, () => busy(folder));

    expect(error).toMatchObject({
      code: "BRIEF_BUSY",
      message: expect.stringContaining("this very process"),
    });
  });

  it("of another machine counts, and is told how to take away", async () => {
    const folder = projectFolder();
    const { lock, folder: bank } = briefFiles(folder);
    mkdirSync(bank, { recursive: true });
    const other = { pid: 1, identity: "x", host: "elsewhere", since: "2026-11-30T08:00:00Z", claim: "c" };
    writeFileSync(lock, JSON.stringify(other));

    const error = await busy(folder);

    expect([error.code, error.next]).toEqual(["BRIEF_BUSY", expect.stringContaining("rm ai/memory-bank/")]);
    expect(JSON.parse(readFileSync(lock, "utf8"))).toEqual(other);
  });

  it("is had by one of many who find a stale one at once", async () => {
    const folder = projectFolder();
    const { lock, folder: bank } = briefFiles(folder);
    mkdirSync(bank, { recursive: true });
    writeFileSync(lock, "{");
    let inside = 0;
    let most = 0;
    const one = () =>
      withBriefLock(folder, async () => {
        inside += 1;
        most = Math.max(most, inside);
        await new Promise(setImmediate);
        inside -= 1;
        return true;
      }).catch(() => false);

    const had = await Promise.all(Array.from({ length: 10 }, one));

    expect([had.filter(Boolean).length, most]).toEqual([1, 1]);
  });

  it("is a folder: that is said", async () => {
    const folder = projectFolder();
    mkdirSync(briefFiles(folder).lock, { recursive: true });

    expect(await busy(folder)).toMatchObject({ code: "BRIEF_NOT_A_FILE" });
  });
});
