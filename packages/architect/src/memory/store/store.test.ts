import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it, onTestFinished } from "vitest";
import { briefOf, rows, shop } from "../../brief/scenario.js";
import { decided } from "../../design/decisions/fixture.js";
import { needsOf } from "../../design/index.js";
import {
  type HomeFiles,
  homeFiles,
  learnedFile,
  learnedSchema,
  openLearned,
  readSharing,
  recallNearest,
  rememberDesign,
  rememberMeasurements,
  rememberNote,
  shareNow,
  writeSharing,
} from "./index.js";

const at = "2026-12-01T09:00:00Z";
const store = fileURLToPath(new URL("../../../dist/memory/store/index.js", import.meta.url));

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "lintel-memory-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

function place(choice: "on" | "off" | "unasked" = "unasked"): { directory: string; home: HomeFiles } {
  const home = homeFiles({ XDG_DATA_HOME: folder() });
  if (choice !== "unasked") writeSharing({ choice, at }, home);
  return { directory: folder(), home };
}

const secret = "Zebedee's café <b>`x`</b>\u0007";
function designed(brief = briefOf(shop)) {
  const needs = needsOf(brief);
  return { needs, decisions: decided(needs) };
}
const hostile = () =>
  designed({
    ...briefOf({
      ...shop,
      "data.entities": rows({ name: secret, holds: "secrets of Zebedee", privacy: ["personal"] }),
    }),
    name: secret,
  });

const note = (says: string) => ({ at, went: "well", says }) as const;
const filesOf = ({ memories }: HomeFiles) => (existsSync(memories) ? readdirSync(memories) : []);
const modeOf = (path: string) => statSync(path).mode & 0o777;

describe("what a project has learned", () => {
  it("is the design with its reasons, once for each that is another, in the form of its schema", async () => {
    const { directory, home } = place();
    expect(await rememberDesign(directory, designed(), at, home)).toEqual([]);
    expect(await rememberDesign(directory, designed(), "2026-12-02T09:00:00Z", home)).toEqual([]);
    expect(openLearned(directory)?.designs).toHaveLength(1);
    const { needs, decisions } = designed();
    const reworded = decisions.map((one) => ({ ...one, because: [{ says: "In other words.", from: [] }] }));
    await rememberDesign(directory, { needs, decisions: reworded }, "2026-12-03T09:00:00Z", home);
    expect(openLearned(directory)?.designs).toMatchObject([
      {
        at,
        decisions: reworded.map(({ id }) => ({
          decision: id,
          because: expect.arrayContaining(["In other words."]),
        })),
      },
    ]);
    await rememberDesign(directory, hostile(), at, home);
    await rememberNote(directory, { ...note("It was enough."), decision: "style" }, home);
    await rememberMeasurements(
      directory,
      [
        {
          at,
          requirement: "REQ-PERF-002",
          what: "read p95",
          unit: "ms",
          promised: 150,
          measured: 41.5,
          held: true,
          decisions: ["cache"],
        },
      ],
      home,
    );
    const learned = openLearned(directory);
    expect(learned).toMatchObject({
      designs: [{ at }, { at }],
      notes: [{ says: "It was enough." }],
      measured: [{ held: true }],
    });
    expect(learned?.designs[0]?.decisions.find(({ decision }) => decision === "style")?.because).not.toEqual(
      [],
    );
    const schema = JSON.parse(
      readFileSync(new URL("../../../schemas/learned.schema.json", import.meta.url), "utf8"),
    );
    const accepts = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
    expect(
      accepts(JSON.parse(readFileSync(join(directory, learnedFile), "utf8"))),
      JSON.stringify(accepts.errors),
    ).toBe(true);
    expect(
      accepts({
        format: 1,
        id: learned?.id,
        designs: [],
        notes: [{ at, went: "so so", says: "hm hm" }],
        measured: [],
      }),
    ).toBe(false);
  });

  it("has the schema that is written down", () => {
    const file = new URL("../../../schemas/learned.schema.json", import.meta.url);
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(learnedSchema());
  });

  it("loses nothing where many write at once, from several processes", async () => {
    const { directory, home } = place("on");
    const program = `
      const { rememberNote } = await import(${JSON.stringify(store)});
      for (let i = 0; i < 10; i++)
        await rememberNote(${JSON.stringify(directory)}, { at: ${JSON.stringify(at)}, went: "well", says: "note " + process.argv[1] + " " + i }, ${JSON.stringify(home)});`;
    const children = ["a", "b", "c", "d"].map((name) =>
      spawn(process.execPath, ["--input-type=module", "-e", program, name], { stdio: "inherit" }),
    );
    for (const child of children) onTestFinished(() => void child.kill("SIGKILL"));
    expect(await Promise.all(children.map(async (child) => (await once(child, "close"))[0]))).toEqual([
      0, 0, 0, 0,
    ]);
    const notes = openLearned(directory)?.notes.map(({ says }) => says) ?? [];
    expect(new Set(notes).size).toBe(40);
    const [file = ""] = filesOf(home);
    expect(JSON.parse(readFileSync(join(home.memories, file), "utf8")).notes).toHaveLength(40);
    expect(readdirSync(dirname(join(directory, learnedFile)))).toEqual(["learned.json"]);
  }, 240_000);

  it("that cannot be read stops no design, is told and left alone", async () => {
    for (const text of [
      "{",
      "[]",
      '{"format": 99}',
      "<<<<<<< ours",
      '{"format":1,"id":"x","designs":[],"notes":[],"measured":[]}',
    ]) {
      const { directory, home } = place("on");
      mkdirSync(dirname(join(directory, learnedFile)), { recursive: true });
      writeFileSync(join(directory, learnedFile), text);
      const told = [/^LEARNED_UNREADABLE \(ai\/memory-bank\/learned\.json\): /];
      expect(await rememberDesign(directory, designed(), at, home)).toEqual(
        told.map((line) => expect.stringMatching(line)),
      );
      expect(recallNearest(directory, designed(), home)).toEqual({
        recollections: [],
        notes: told.map((line) => expect.stringMatching(line)),
      });
      await expect(rememberNote(directory, note("hello"), home)).rejects.toMatchObject({
        code: "LEARNED_UNREADABLE",
      });
      expect(readFileSync(join(directory, learnedFile), "utf8")).toBe(text);
      expect(filesOf(home)).toEqual([]);
    }
  });
});

describe("what is kept across projects", () => {
  it.each(["unasked", "off"] as const)("is nothing where the person chose %s", async (choice) => {
    const { directory, home } = place(choice);
    await rememberDesign(directory, designed(), at, home);
    await shareNow(directory, home);
    expect(filesOf(home)).toEqual([]);
    expect(readSharing(home)?.choice).toBe(choice === "off" ? "off" : undefined);
  });

  it("is for the person alone, and recalled by another project", async () => {
    const { directory, home } = place("on");
    await rememberDesign(directory, designed(), at, home);
    await rememberNote(directory, note("One process was enough."), home);
    const [file = ""] = filesOf(home);
    expect([
      modeOf(home.folder),
      modeOf(home.memories),
      modeOf(join(home.memories, file)),
      modeOf(home.sharing),
    ]).toEqual([0o700, 0o700, 0o600, 0o600]);

    const { recollections, notes } = recallNearest(folder(), designed(), home);
    expect(notes).toEqual([]);
    expect(recollections).toMatchObject([
      { isOwn: false, distance: 0, notes: [{ says: "One process was enough." }] },
    ]);
    expect(recallNearest(directory, designed(), home).recollections).toEqual([]);
    writeSharing({ choice: "off", at }, home);
    expect(recallNearest(folder(), designed(), home).recollections).toEqual([]);
  });

  it("holds no name of the project, its services, features and entities, no text of the brief and no reason", async () => {
    const { directory, home } = place("on");
    const given = hostile();
    expect(await rememberDesign(directory, given, at, home)).toEqual([]);
    const [file = ""] = filesOf(home);
    const text = readFileSync(join(home.memories, file), "utf8");
    expect(text).not.toMatch(/Zebedee|REQ-|because/);
    for (const { name, what } of given.needs.features)
      expect([text.includes(name), text.includes(what)]).toEqual([false, false]);
    expect(Object.keys(JSON.parse(text).designs[0])).toEqual(["at", "facts", "decisions"]);
    for (const decision of JSON.parse(text).designs[0].decisions)
      for (const part of Object.values(decision)) expect(part).toMatch(/^[a-z][a-z0-9-]*$/);
  });

  it("leaves foreign, broken and large files alone, tells of each, and reads the others", async () => {
    const { directory, home } = place("on");
    await rememberDesign(directory, designed(), at, home);
    const id = (last: string) => `00000000-0000-4000-8000-00000000000${last}.json`;
    const [good = ""] = filesOf(home);
    const whole = readFileSync(join(home.memories, good), "utf8");
    writeFileSync(join(home.memories, id("1")), whole.slice(0, 100));
    writeFileSync(join(home.memories, id("2")), whole);
    writeFileSync(join(home.memories, "notes\u001b[31m.txt"), "mine");
    writeFileSync(join(home.memories, id("3")), "x".repeat(1024 * 1024 + 1));
    symlinkSync("/etc/hostname", join(home.memories, id("4")));
    mkdirSync(join(home.memories, id("5")));
    writeFileSync(join(home.memories, ".writing-left"), "half");
    const before = readdirSync(home.memories);
    const { recollections, notes } = recallNearest(folder(), designed(), home);
    expect(recollections).toHaveLength(1);
    expect(notes).toHaveLength(6);
    expect(notes.join("")).not.toContain("\u001b");
    expect(await rememberDesign(folder(), designed(), at, home)).toEqual([]);
    expect(readdirSync(home.memories)).toHaveLength(before.length + 1);
    expect(readFileSync(join(home.memories, id("1")), "utf8")).toBe(whole.slice(0, 100));
  });

  it("is not written where others may look, or where something else lies; and the design is kept in the project all the same", async () => {
    const { directory, home } = place("on");
    await rememberDesign(directory, designed(), at, home);
    const [file = ""] = filesOf(home);
    writeFileSync(join(home.memories, file), "somebody's own");
    expect(await rememberNote(directory, note("kept here"), home)).toEqual([
      expect.stringMatching(/^HOME_NOT_WRITABLE .+left alone/),
    ]);
    expect(readFileSync(join(home.memories, file), "utf8")).toBe("somebody's own");
    chmodSync(home.folder, 0o755);
    expect(await rememberNote(directory, note("kept here"), home)).toEqual([
      expect.stringMatching(/others may look into .+chmod 700/),
    ]);
    expect(openLearned(directory)?.notes).toHaveLength(2);
    const blocked = homeFiles({ XDG_DATA_HOME: join(folder(), "file") });
    writeFileSync(dirname(blocked.folder), "");
    expect(() => writeSharing({ choice: "on", at }, blocked)).toThrow(
      expect.objectContaining({ code: "HOME_NOT_WRITABLE" }),
    );
  });

  it("lies below XDG_DATA_HOME where that is absolute, else below ~/.local/share", () => {
    expect(homeFiles({ XDG_DATA_HOME: "/data", HOME: "/home/ada" }).memories).toBe("/data/lintel/memory");
    expect(homeFiles({ XDG_DATA_HOME: "data", HOME: "/home/ada" }).memories).toBe(
      "/home/ada/.local/share/lintel/memory",
    );
    expect(homeFiles({ HOME: "/home/ada" }).sharing).toBe("/home/ada/.local/share/lintel/sharing.json");
  });
});
