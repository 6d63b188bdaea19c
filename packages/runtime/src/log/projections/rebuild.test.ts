import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFacts } from "../../facts.js";
import { sourceOf } from "../../postgres/compile/source-of.js";
import { openDatabase } from "../../postgres/index.js";
import { openLogConnection } from "../../postgres/log/index.js";
import { askForBuild } from "../../postgres/projections/index.js";
import {
  openProjectionScene,
  type ProjectionScene,
  tallyModel,
} from "../../testing/cases/projection-scene.js";

let scene: ProjectionScene;
beforeEach(async () => {
  scene = await openProjectionScene();
});
afterEach(() => scene?.close());

const patience = { timeout: 60_000, interval: 20 };
const states = async () => (await scene.builds()).map(({ version, state }) => `${version} ${state}`);
const liveAt = async () => (await scene.builds()).find(({ state }) => state === "live");
const caughtUp = (atLeast: number) =>
  expect
    .poll(async () => {
      const [head, build] = [await scene.head(), await liveAt()];
      return head >= atLeast && build?.position === head;
    }, patience)
    .toBe(true);

/** Reads all rows as clients do, again and again, until it is told to stop: what each reading had. */
function poll() {
  const model = tallyModel(scene.name);
  const [talk] = model.services;
  const entity = talk?.entities.find(({ projection }) => projection);
  if (!talk || !entity) throw new TypeError("There is a projection.");
  const text = `select t.build, t.count from ${sourceOf(entity)} as t`;
  const read: { builds: Set<number>; total: number }[] = [];
  const errors: unknown[] = [];
  let isOver = false;
  const done = (async () => {
    const client = new pg.Client({ connectionString: scene.database.url });
    await client.connect();
    await client.query(`set role ${talk.clientRoles.reader}`);
    while (!isOver) {
      try {
        const { rows } = await client.query<{ build: number; count: number }>({ name: "rows", text });
        read.push({
          builds: new Set(rows.map(({ build }) => build)),
          total: rows.reduce((sum, { count }) => sum + count, 0),
        });
      } catch (error) {
        errors.push(error);
      }
    }
    await client.end();
  })();
  return {
    read,
    errors,
    async stop() {
      isOver = true;
      await done;
    },
  };
}

describe("a projection with a new version", () => {
  it("is built beside the one that is served, and takes its place at one moment, while both are written and read", async () => {
    scene.process();
    for (let at = 0; at < 50; at += 1) await scene.say(`one two three${at}`);
    await caughtUp(50);
    const polling = poll();
    let isOver = false;
    let said = 50;
    const writing = (async () => {
      while (!isOver) {
        await scene.say(`one four${said}`);
        said += 1;
      }
    })();
    await expect.poll(() => polling.read.length > 20, patience).toBe(true);
    const next = scene.process({ version: 2, step: 10 });
    await expect.poll(async () => (await states()).includes("2 live"), patience).toBe(true);
    await expect.poll(() => polling.read.at(-1)?.builds, patience).toEqual(new Set([2]));
    isOver = true;
    await writing;
    await caughtUp(said);
    await polling.stop();

    expect(polling.errors).toEqual([]);
    expect(polling.read.filter(({ builds }) => builds.size !== 1)).toEqual([]);
    const turn = polling.read.findIndex(({ builds }) => builds.has(2));
    const totals = (from: number, to?: number) => polling.read.slice(from, to).map(({ total }) => total);
    // What was served only ever grew, and the new build had all of what the old one had.
    expect(polling.read.slice(turn).every(({ builds }) => builds.has(2))).toBe(true);
    expect(totals(0, turn)).toEqual(totals(0, turn).toSorted((a, b) => a - b));
    expect(totals(turn)).toEqual(totals(turn).toSorted((a, b) => a - b));
    expect(totals(turn, turn + 1)[0]).toBeGreaterThanOrEqual((totals(turn - 1, turn)[0] ?? 0) * 10);
    expect(await scene.rows()).toEqual(await scene.folded({ version: 2, step: 10 }));
    expect(next.facts.map(({ fact }) => fact)).toContain("projection.live");
    // The old build's rows go, and nothing is left of it.
    await expect
      .poll(() => scene.database.sql("select distinct lintel_generation as g from talk.tallies"), patience)
      .toEqual([{ g: 2 }]);
    await expect.poll(states, patience).toEqual(["2 live"]);
  });

  it("is whole, however often the builders are killed on the way to the swap", async () => {
    const old = scene.process();
    for (let at = 0; at < 120; at += 1) await scene.say(`w${at % 9} w${at % 4}`);
    await caughtUp(120);
    const polling = poll();
    for (let round = 0; round < 6; round += 1) {
      const one = scene.process({ version: 2, step: 3 });
      await expect.poll(async () => (await scene.builds())[0]?.version, patience).toBe(2);
      await scene.database.sql(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name ~ 'workers'",
      );
      await scene.say(`w${round} late`);
      if (round < 5) await one.stop();
    }
    await old.stop();
    await expect.poll(async () => (await states()).includes("2 live"), patience).toBe(true);
    await caughtUp(126);
    await polling.stop();
    expect(polling.errors).toEqual([]);
    expect(polling.read.filter(({ builds }) => builds.size > 1)).toEqual([]);
    expect(await scene.rows()).toEqual(await scene.folded({ version: 2, step: 3 }));
  });

  it("that fails leaves the one that is served alone, and that one goes on", async () => {
    const first = scene.process();
    await scene.say("good bad");
    await caughtUp(1);
    const heard = (word: string) => {
      if (word === "bad") throw new RangeError("never");
    };
    const second = scene.process({ version: 2, heard });
    await expect
      .poll(() => second.facts.some(({ fact }) => fact === "projection.failed"), patience)
      .toBe(true);
    await scene.say("good");
    await caughtUp(2);
    expect(await scene.rows()).toMatchObject([
      { word: "bad", count: 1, build: 1 },
      { word: "good", count: 2, build: 1 },
    ]);
    expect(await states()).toEqual(["2 building", "1 live"]);
    expect(first.facts.some(({ fact }) => fact === "projection.failed")).toBe(false);
  });
});

describe("a projection that is to be built anew", () => {
  const client = () =>
    openLogConnection({
      url: scene.database.url,
      role: `${scene.name}_talk`,
      schema: "talk",
      applicationName: "operator",
    });

  it("is, once for each asking, with the same functions", async () => {
    scene.process();
    await scene.say("a b");
    await caughtUp(1);
    // Somebody has spoilt it by hand.
    await scene.database.sql("update talk.tallies set count = 99");
    const operator = await client();
    expect(await askForBuild(operator, "talk", { name: "tally", version: 1 })).toBe(true);
    await expect.poll(async () => (await liveAt())?.generation, patience).toBe(2);
    await operator.end();
    expect(await scene.rows()).toEqual(await scene.folded());
    await scene.say("b");
    await caughtUp(2);
    expect(await scene.rows()).toEqual(await scene.folded());
  });

  it("is not, where the log does not reach back any more, unless what is kept is enough", async () => {
    scene.process();
    await scene.say("gone");
    await scene.say("kept");
    await caughtUp(2);
    await scene.database.sql("update talk.log_head set first_kept = 2");
    const second = scene.process({ version: 2 });
    const failed = () => second.facts.find(({ fact }) => fact === "projection.failed");
    await expect.poll(failed, patience).toMatchObject({ error: { code: "PROJECTION_HISTORY_GONE" } });
    expect(await scene.rows()).toMatchObject([{ word: "gone" }, { word: "kept" }]);
    await second.stop();
    scene.process({ version: 3, history: "kept" });
    await expect.poll(async () => (await liveAt())?.version, patience).toBe(3);
    expect(await liveAt()).toMatchObject({ firstPosition: 2, position: 2 });
    expect(await scene.rows()).toMatchObject([{ word: "kept", build: 3 }]);
  });
});

describe("a projection whose log was thrown away in part", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "lintel-rebuild-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const firstKept = async () => {
    const [row] = await scene.database.sql<{ first: number }>(
      "select first_kept::int as first from talk.log_head",
    );
    return row?.first ?? 0;
  };
  const notes =
    "insert into talk.notes (id, word) select gen_random_uuid(), 'w' || n % 7 from generate_series(1, 40) n";

  /** Words and notes of which the early ones are archived and gone, and the later ones are kept; as they were before anything went. */
  async function history(): Promise<readonly object[]> {
    const first = scene.process();
    for (let at = 0; at < 30; at += 1) await scene.say(`a${at % 5} b${at % 3}`);
    await scene.database.sql(notes);
    await scene.database.sql("update talk.notes set word = 'x' || word where word < 'w3'");
    await scene.database.sql("delete from talk.notes where word = 'w5'");
    await expect.poll(() => scene.head(), patience).toBeGreaterThan(70);
    const rows = await scene.folded({ version: 2 });
    await first.stop();
    const keeping = scene.process({ archive: folder, keep: 1 });
    await expect.poll(firstKept, { timeout: 60_000, interval: 20 }).toBe((await scene.head()) + 1);
    await expect.poll(() => scene.database.sql("select from talk.outbox"), patience).toEqual([]);
    await keeping.stop();
    return rows;
  }

  it("is built from the archive and the log, and equals what all entries make by hand", async () => {
    const rows = await history();
    const next = scene.process({ version: 2, archive: folder });
    await expect.poll(async () => (await liveAt())?.version, patience).toBe(2);
    expect(await scene.rows()).toEqual(rows);
    expect(await liveAt()).toMatchObject({ firstPosition: 1 });
    await scene.say("a1 late");
    const late = async () => (await scene.rows()).some((row) => "word" in row && row.word === "late");
    await expect.poll(late, patience).toBe(true);
    expect(next.facts.filter(({ fact }) => fact === "projection.failed")).toEqual([]);
  }, 120_000);

  it("is refused where the archive has not all of it, with what is missing, and what is served stays", async () => {
    await history();
    const before = await scene.rows();
    const file = (await readdir(join(folder, "talk"))).sort()[0] ?? "";
    const whole = await readFile(join(folder, "talk", file));
    const failedOf = ({ facts }: ReturnType<ProjectionScene["process"]>) =>
      facts.flatMap((fact) =>
        fact.fact === "projection.failed" ? [fact.error as Error & { code?: string }] : [],
      );
    const refused = async (archive?: string) => {
      const process = scene.process({ version: 2, ...(archive && { archive }) });
      await expect.poll(() => failedOf(process).length, patience).toBeGreaterThan(0);
      await process.stop();
      return failedOf(process)[0];
    };
    expect(await refused()).toMatchObject({
      code: "PROJECTION_HISTORY_GONE",
      message: expect.stringContaining("no archive is kept"),
    });
    await rm(join(folder, "talk", file));
    expect(await refused(folder)).toMatchObject({
      code: "PROJECTION_HISTORY_GONE",
      message: expect.stringMatching(/lacks the positions from 1 to \d+ of the epoch/),
    });
    await writeFile(join(folder, "talk", file), whole.subarray(0, whole.length / 2));
    expect(await refused(folder)).toMatchObject({ code: "LOG_ARCHIVE_BROKEN" });
    expect(await scene.rows()).toEqual(before);
    await writeFile(join(folder, "talk", file), whole);
    scene.process({ version: 2, archive: folder });
    await expect.poll(async () => (await liveAt())?.version, patience).toBe(2);
  }, 120_000);
});

it("shows a reader on an old snapshot the build that was live then, whole", async () => {
  const { database } = scene;
  scene.process();
  await scene.say("a b c");
  await caughtUp(1);
  const facts = createFacts();
  const model = tallyModel(scene.name);
  const opened = openDatabase({ model, urls: database.url, facts, statementTimeout: 5_000 });
  const read =
    "select t.word, t.build from talk.tallies t join talk.log_projections p on p.generation = t.lintel_generation and p.state = 'live' order by 1";
  await opened.service("talk").transaction({ readOnly: true }, async (transaction) => {
    const before = await transaction.run({ text: read, values: [] });
    scene.process({ version: 2 });
    await expect.poll(async () => (await liveAt())?.version, patience).toBe(2);
    await expect.poll(states, patience).toEqual(["2 live"]);
    expect(await transaction.run({ text: read, values: [] })).toEqual(before);
    expect(before).toHaveLength(3);
  });
  await opened.close(1_000);
});
