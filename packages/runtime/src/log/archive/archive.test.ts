import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FactName, FactOf } from "../../facts.js";
import { type LogScene, openScene } from "../../testing/cases/log-scene.js";
import { firstMissing, listFiles, writeFile as writeWhole } from "./files.js";
import { type ArchivedEntry, createArchive, readArchive } from "./index.js";

let scene: LogScene;
let folder: string;
beforeEach(async () => {
  scene = await openScene();
  folder = await mkdtemp(join(tmpdir(), "lintel-archive-"));
});
afterEach(async () => {
  await scene.close();
  await rm(folder, { recursive: true, force: true });
});

const told = <Name extends FactName>(name: Name) =>
  scene.heard.filter((fact): fact is FactOf<Name> => fact.fact === name);
const archiveIn = (place: string, entries?: number) =>
  createArchive({
    folder: place,
    system: "logtest",
    service: "shop",
    reader: () => scene.reader(),
    facts: scene.facts,
    entries,
  });
const all = async (from = {}) => {
  const found: ArchivedEntry[] = [];
  for await (const entry of readArchive(folder, "shop", from)) found.push(entry);
  return found;
};
const keysOf = (entries: readonly ArchivedEntry[]) => entries.map(({ text }) => JSON.parse(text).subject);
const emit = (key: string) => scene.database.sql("call shop.emit('happened', $1, '{}')", [key]);
const left = async () =>
  (await scene.database.sql<{ key: string }>("select key from shop.outbox order by seq")).map(
    ({ key }) => key,
  );
const position = async () => (await scene.reader().head()).position;

describe("the archive of a log", () => {
  it("has in files what is thrown away, and it is thrown away only then", async () => {
    const archive = archiveIn(folder, 2);
    const sequencer = scene.sequencer({ keeping: { keep: 1 }, archive });
    for (const key of ["a", "b", "c", "d", "e"]) await emit(key);
    await expect.poll(left).toEqual([]);
    await sequencer.stop(1_000);
    await archive.stop();
    const entries = await all();
    expect(entries.map((entry) => entry.position)).toEqual([1, 2, 3, 4, 5]);
    expect(keysOf(entries)).toEqual(["a", "b", "c", "d", "e"]);
    expect(JSON.parse(entries[0]?.text ?? "{}")).toMatchObject({
      specversion: "1.0",
      source: "/logtest/shop",
      type: "logtest.shop.happened.v1",
      position: "1",
    });
    expect(told("log.archived").map(({ from, to }) => [from, to])).toContainEqual([1, 2]);
    const [file] = await readdir(join(folder, "shop"));
    expect((await stat(join(folder, "shop", file ?? ""))).mode & 0o777).toBe(0o600);
    expect(keysOf(await all({ position: 4 }))).toEqual(["d", "e"]);
    expect(await all({ epoch: "5f0c0a52-95f2-4d0a-a6b3-94c1ac6f4b6e" })).toEqual([]);
  });

  it("keeps everything while it cannot be written, tells why, and goes on with the order", async () => {
    const place = join(folder, "taken");
    await writeFile(place, "a file where a folder is to be");
    const archive = archiveIn(place);
    scene.sequencer({ keeping: { keep: 1 }, archive });
    await emit("a");
    await expect.poll(() => told("log.archive.failed").length, { timeout: 60_000 }).toBeGreaterThan(0);
    await emit("b");
    await expect.poll(position).toBe(2);
    expect(await left()).toEqual(["a", "b"]);
    expect((await scene.reader().head()).firstKept).toBe(1);
    await rm(place);
    await expect.poll(left, { timeout: 60_000 }).toEqual([]);
    expect((await listFiles(join(place, "shop"))).at(-1)?.to).toBe(2);
    await archive.stop();
  });

  it("leaves no half of a file where writing fails in its midst", async () => {
    const range = { epoch: "5f0c0a52-95f2-4d0a-a6b3-94c1ac6f4b6e", from: 1, to: 2 };
    async function* breaking() {
      yield `${"x".repeat(100_000)}\n`;
      throw new Error("no space left");
    }
    await expect(writeWhole(folder, range, breaking())).rejects.toThrow("no space left");
    expect(await readdir(folder)).toEqual([]);
  });

  it("is told from what a process that died left behind, which is taken away in time", async () => {
    const place = join(folder, "shop");
    const range = { epoch: "5f0c0a52-95f2-4d0a-a6b3-94c1ac6f4b6e", from: 1, to: 1 };
    await writeWhole(
      place,
      range,
      (async function* () {
        yield "{}\n";
      })(),
    );
    await writeFile(join(place, ".0000000000000002-0000000000000002.x.jsonl.gz.y.partial"), "half");
    await chmod(place, 0o700);
    expect(await all()).toEqual([{ epoch: range.epoch, position: 1, text: "{}" }]);
    expect(
      (await readFile(join(place, ".0000000000000002-0000000000000002.x.jsonl.gz.y.partial"))).length,
    ).toBe(4);
  });

  it("knows from which position on it lacks something, also where two processes wrote the same", () => {
    const epoch = "5f0c0a52-95f2-4d0a-a6b3-94c1ac6f4b6e";
    const file = (from: number, to: number, of = epoch) => ({ path: "", epoch: of, from, to });
    expect(firstMissing([], epoch, 5)).toBe(5);
    expect(firstMissing([file(1, 9), file(5, 20), file(30, 40)], epoch, 3)).toBe(21);
    expect(firstMissing([file(1, 9, "another")], epoch, 1)).toBe(1);
  });

  it("gives each entry once where files overlap, and says where one is missing", async () => {
    const place = join(folder, "shop");
    const epoch = "5f0c0a52-95f2-4d0a-a6b3-94c1ac6f4b6e";
    const write = (from: number, to: number) =>
      writeWhole(
        place,
        { epoch, from, to },
        (async function* () {
          for (let n = from; n <= to; n += 1) yield `${n}\n`;
        })(),
      );
    await write(1, 3);
    await write(1, 5);
    await write(4, 6);
    expect((await all()).map(({ text }) => text)).toEqual(["1", "2", "3", "4", "5", "6"]);
    await writeFile(join(place, `0000000000000007-0000000000000007.${epoch}.jsonl.gz`), "half a file");
    await expect(all()).rejects.toThrow("incorrect header check");
    await rm(join(place, `0000000000000007-0000000000000007.${epoch}.jsonl.gz`));
    await write(9, 9);
    await expect(all()).rejects.toMatchObject({ code: "LOG_POSITION_GONE" });
  });
});
