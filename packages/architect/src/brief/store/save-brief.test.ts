import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Brief, emptyBrief } from "../brief.js";
import { briefFiles, openBrief, saveBrief } from "./index.js";
import { errorOf, projectFolder } from "./scenario.js";

const named = (name: string): Brief => ({ ...emptyBrief(name), concessions: { "some-thing": name } });

function kept(folder: string): Brief {
  const stored = openBrief(folder);
  return stored.state === "there" ? stored.brief : expect.unreachable("No brief is there.");
}

describe("saving a brief", () => {
  it("leaves what is read again, and keeps what was there before", () => {
    const folder = projectFolder();
    expect(openBrief(folder)).toEqual({ state: "missing" });

    saveBrief(folder, named("First"));
    saveBrief(folder, named("Second"));

    expect(openBrief(folder)).toEqual({ state: "there", brief: named("Second"), edits: [] });
    expect(JSON.parse(readFileSync(briefFiles(folder).previous, "utf8")).name).toBe("First");
    expect(readdirSync(briefFiles(folder).folder).sort()).toEqual([
      "project-brief.json",
      "project-brief.md",
      "project-brief.previous.json",
    ]);
  });

  it("writes nothing where nothing changed, so that the one before is kept", () => {
    const folder = projectFolder();
    saveBrief(folder, named("First"));
    saveBrief(folder, named("Second"));
    const before = readFileSync(briefFiles(folder).data, "utf8");

    saveBrief(folder, named("Second"));

    expect(readFileSync(briefFiles(folder).data, "utf8")).toBe(before);
    expect(JSON.parse(readFileSync(briefFiles(folder).previous, "utf8")).name).toBe("First");
  });

  it("overwrites nothing that somebody changed since, and puts what it had beside it", () => {
    const folder = projectFolder();
    saveBrief(folder, named("First"));
    const { data, folder: bank } = briefFiles(folder);
    const edited = readFileSync(data, "utf8").replaceAll("First", "Edited");
    writeFileSync(data, edited);

    const error = errorOf(() => saveBrief(folder, named("Second")));

    expect(error.code).toBe("BRIEF_CHANGED_MEANWHILE");
    expect(readFileSync(data, "utf8")).toBe(edited);
    expect(JSON.parse(readFileSync(join(bank, "project-brief.unsaved.json"), "utf8")).name).toBe("Second");
  });

  it("overwrites nothing that it cannot read", () => {
    const folder = projectFolder();
    const { data, folder: bank } = briefFiles(folder);
    mkdirSync(bank, { recursive: true });
    writeFileSync(data, '{ "format": 1, "name": "Sho');

    expect(errorOf(() => openBrief(folder)).code).toBe("BRIEF_TRUNCATED");
    expect(errorOf(() => saveBrief(projectFolder(), named("a\u0007b"))).code).toBe("BRIEF_CONTROL_CHARACTER");
    expect(readFileSync(data, "utf8")).toBe('{ "format": 1, "name": "Sho');
  });

  it("does not take a brief whose data are gone for one that never was", () => {
    const folder = projectFolder();
    saveBrief(folder, named("First"));
    saveBrief(folder, named("Second"));
    rmSync(briefFiles(folder).data);

    const error = errorOf(() => openBrief(folder));

    expect([error.code, error.next.includes("project-brief.previous.json")]).toEqual([
      "BRIEF_DATA_MISSING",
      true,
    ]);
    expect(errorOf(() => saveBrief(folder, named("Third"))).code).toBe("BRIEF_CHANGED_MEANWHILE");
    expect(existsSync(briefFiles(folder).data)).toBe(false);
  });

  it.each([
    ["a folder", (file: string) => mkdirSync(file), "BRIEF_NOT_A_FILE"],
    ["a link", (file: string) => symlinkSync("/etc/hostname", file), "BRIEF_NOT_A_FILE"],
    ["five megabytes", (file: string) => writeFileSync(file, " ".repeat(5_000_000)), "BRIEF_TOO_LARGE"],
    [
      "Latin-1",
      (file: string) => writeFileSync(file, Buffer.from('{\n"a":\n"\xe4"}', "latin1")),
      "BRIEF_NOT_TEXT",
    ],
    ["nothing", (file: string) => writeFileSync(file, ""), "BRIEF_TRUNCATED"],
  ])("refuses %s in the place of the data", (_case, put, code) => {
    const folder = projectFolder();
    const { data, folder: bank } = briefFiles(folder);
    mkdirSync(bank, { recursive: true });
    put(data);

    const error = errorOf(() => openBrief(folder));

    expect(error.code).toBe(code);
    expect(error.where).toMatch(/^ai\/memory-bank\/project-brief\.json/);
    if (code === "BRIEF_NOT_TEXT") expect(error.where).toBe("ai/memory-bank/project-brief.json:3");
  });

  it("reads a file that an editor on Windows saved", () => {
    const folder = projectFolder();
    saveBrief(folder, named("First"));
    for (const file of [briefFiles(folder).data, briefFiles(folder).document])
      writeFileSync(file, `\ufeff${readFileSync(file, "utf8").replaceAll("\n", "\r\n")}`);

    expect(openBrief(folder)).toEqual({ state: "there", brief: named("First"), edits: [] });
  });

  it("takes the document of an interrupted writing for what it is, and not for an edit", () => {
    const folder = projectFolder();
    saveBrief(folder, named("First"));
    const { document } = briefFiles(folder);
    const before = readFileSync(document);
    saveBrief(folder, named("Second"));
    writeFileSync(document, before);

    const whole = { state: "there", brief: named("Second"), edits: [] };
    expect(openBrief(folder)).toEqual({ ...whole, isDocumentOld: true });
    saveBrief(folder, named("Second"));
    expect(openBrief(folder)).toEqual(whole);
  });

  it("says that a folder is not writable, and changes nothing", () => {
    const folder = projectFolder();
    saveBrief(folder, named("First"));
    const { folder: bank } = briefFiles(folder);
    chmodSync(bank, 0o555);
    onTestFinished(() => chmodSync(bank, 0o755));
    // Root may write everywhere, so it is somebody else for a moment.
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) {
      chmodSync(folder, 0o755);
      process.seteuid?.(65_534);
      onTestFinished(() => process.seteuid?.(0));
    }

    const { code } = errorOf(() => saveBrief(folder, named("Second")));

    if (isRoot) process.seteuid?.(0);
    expect(code).toBe("BRIEF_NOT_WRITABLE");
    expect(kept(folder)).toEqual(named("First"));
  });

  it("says that a file is in the way of its folder", () => {
    const folder = projectFolder();
    writeFileSync(join(folder, "ai"), "a file");

    const error = errorOf(() => saveBrief(folder, named("First")));

    expect(["BRIEF_NOT_WRITABLE", "BRIEF_NOT_READABLE"]).toContain(error.code);
    expect(readFileSync(join(folder, "ai"), "utf8")).toBe("a file");
  });

  it("says that the disk is full, and changes nothing", ({ skip }) => {
    const folder = projectFolder();
    saveBrief(folder, named("First"));
    const { folder: bank } = briefFiles(folder);
    renameSync(bank, `${bank}.aside`);
    mkdirSync(bank);
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", bank]);
    if (mounted.status !== 0) return skip("mounting a tmpfs needs root");
    onTestFinished(() => void spawnSync("umount", ["--lazy", bank]));
    for (const name of readdirSync(`${bank}.aside`))
      writeFileSync(join(bank, name), readFileSync(join(`${bank}.aside`, name)));
    const large: Brief = { ...named("Second"), concessions: { "some-thing": "x".repeat(60_000) } };

    expect(errorOf(() => saveBrief(folder, large)).code).toBe("BRIEF_DISK_FULL");
    expect(kept(folder)).toEqual(named("First"));
    expect(readdirSync(bank).sort()).toEqual(["project-brief.json", "project-brief.md"]);
  });

  it("leaves a brief that can be read, at whichever call to the system it is killed", {
    timeout: 240_000,
  }, () => {
    const folder = projectFolder();
    saveBrief(folder, named("First"));
    saveBrief(folder, named("Second"));
    let killed = 0;
    for (let ended = false; !ended; ) {
      const before = kept(folder).name;
      const run = spawnSync(process.execPath, ["--input-type=module", "-e", dyingWriter(folder, killed)]);
      ended = run.signal === null;

      const stored = openBrief(folder);

      expect(stored, `killed at call ${killed}`).toMatchObject({ state: "there", edits: [] });
      expect([before, `Third ${killed}`]).toContain(kept(folder).name);
      if (ended) expect([run.status, kept(folder).name]).toEqual([0, `Third ${killed}`]);
      killed += 1;
      saveBrief(folder, kept(folder));
    }
    // Three files, each opened, written, flushed, closed and put in its place.
    expect(killed).toBeGreaterThan(15);
  });

  it("leaves a brief that can be read, whenever it is killed", { timeout: 240_000 }, async () => {
    const folder = projectFolder();
    saveBrief(folder, named("0"));
    const program = `
      const { openBrief, saveBrief } = await import(${JSON.stringify(store)});
      const { brief } = openBrief(${JSON.stringify(folder)});
      for (let n = Number(brief.name) + 1; ; n += 1) {
        saveBrief(${JSON.stringify(folder)}, { ...brief, name: String(n), concessions: { a: "x".repeat(n % 2 ? 200_000 : 10) } });
        process.stdout.write(n + "\\n");
      }`;
    let acknowledged = 0;
    for (let round = 0; round < 6; round += 1) {
      const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const said: string[] = [];
      child.stdout.on("data", (chunk) => said.push(String(chunk)));
      await once(child.stdout, "data");
      // Somewhere in the middle of a writing, another place each round.
      const enough = said.length + (round % 5);
      while (said.length < enough) await once(child.stdout, "data");
      child.kill("SIGKILL");
      await once(child, "close");
      acknowledged = Math.max(acknowledged, ...said.join("").trim().split("\n").map(Number));

      const stored = openBrief(folder);

      expect(stored).toMatchObject({ state: "there", edits: [] });
      expect(Number(kept(folder).name)).toBeGreaterThanOrEqual(acknowledged);
      saveBrief(folder, kept(folder));
    }
    expect(
      readdirSync(dirname(briefFiles(folder).data)).filter((name) => name.endsWith(".writing")).length,
    ).toBeLessThanOrEqual(3);
    expect(existsSync(briefFiles(folder).previous)).toBe(true);
  });
});

const store = fileURLToPath(new URL("../../../dist/brief/store/index.js", import.meta.url));

/** A program that writes a brief, and kills itself at a call to the system; of what it was to write there, half is written. */
function dyingWriter(folder: string, call: number): string {
  return `
    import fs from "node:fs";
    import { syncBuiltinESMExports } from "node:module";
    const { openBrief, saveBrief } = await import(${JSON.stringify(store)});
    const { brief } = openBrief(${JSON.stringify(folder)});
    let calls = 0;
    for (const name of ["mkdirSync", "openSync", "writeFileSync", "fsyncSync", "closeSync", "renameSync", "rmSync"]) {
      const real = fs[name];
      fs[name] = (...given) => {
        if (calls++ === ${call}) {
          if (name === "writeFileSync") real(given[0], String(given[1]).slice(0, given[1].length / 2));
          process.kill(process.pid, "SIGKILL");
        }
        return real(...given);
      };
    }
    syncBuiltinESMExports();
    saveBrief(${JSON.stringify(folder)}, { ...brief, name: "Third ${call}" });`;
}
