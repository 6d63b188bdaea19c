import { setTimeout as wait } from "node:timers/promises";
import { createTestDatabase, type TestDatabase } from "@lintel/runtime/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { killMigrations } from "./kills.js";
import { kinds } from "./kinds.js";
import { type KindResult, type Measured, measureLintel } from "./measure.js";
import { randomFrom } from "./random.js";
import { broken } from "./report.js";
import { type MigrationStage, setMigrationStage } from "./stage.js";
import { startTraffic } from "./traffic.js";

/** Another one each time, and in the name of the test; LINTEL_MIGRATION_SEED=7 does a run again. */
const seed = Number(process.env.LINTEL_MIGRATION_SEED ?? Math.floor(Math.random() * 2 ** 31));
/** 50 for the long run: LINTEL_MIGRATION_KILLS=50. */
const kills = Number(process.env.LINTEL_MIGRATION_KILLS ?? 4);

let database: TestDatabase;
let stage: MigrationStage;

/** The longest statement, in milliseconds, of one who writes to a table that nobody changes: what the machine itself takes. */
async function startElsewhere() {
  await database.sql("create table untouched (n int); insert into untouched values (1)");
  let longest = 0;
  let running = true;
  const working = (async () => {
    while (running) {
      const began = performance.now();
      await database.sql("update untouched set n = n + 1");
      longest = Math.max(longest, performance.now() - began);
      await wait(10);
    }
  })();
  return {
    take() {
      const taken = longest;
      longest = 0;
      return taken;
    },
    async end() {
      running = false;
      await working;
    },
  };
}

describe(`migrations of a large table (seed ${seed})`, () => {
  beforeEach(async () => {
    database = await createTestDatabase();
    stage = await setMigrationStage(database.url, 50_000);
  });
  afterEach(async () => {
    await stage.stop();
    await database.drop();
  });

  it("break no statement and keep none waiting for a second, whatever they change, there and back", async () => {
    const traffic = await startTraffic({ url: database.url, rows: stage.rows, random: randomFrom(seed) });
    const elsewhere = await startElsewhere();
    const results: KindResult[] = [];
    try {
      for (const kind of kinds) {
        const { applied, undone } = await measureLintel(stage, traffic, kind);
        const usual = elsewhere.take();
        const waits = (one: Measured) => ({ ...one, longest: one.longest - usual });
        results.push({ kind: kind.name, way: "applied", lintel: waits(applied) });
        results.push({ kind: kind.name, way: "undone", lintel: waits(undone) });
      }
    } finally {
      await Promise.all([traffic.end(), elsewhere.end()]);
    }
    expect(broken({ kinds: results })).toEqual([]);
  }, 900_000);

  it(`go on after ${kills} kills of the process, and end as if there had been none`, async () => {
    const result = await killMigrations(stage, { kills, seed, tell: () => {} });
    expect(result.faults, JSON.stringify(result.kills)).toEqual([]);
    expect(result.kills).toHaveLength(kills);
  }, 900_000);
});
