import { createTestDatabase, type TestDatabase } from "@lintel/runtime/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { killMigrations } from "./kills.js";
import { kinds } from "./kinds.js";
import { type KindResult, measureLintel } from "./measure.js";
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
    const results: KindResult[] = [];
    try {
      for (const kind of kinds) {
        const { applied, undone } = await measureLintel(stage, traffic, kind);
        results.push({ kind: kind.name, way: "applied", lintel: applied });
        results.push({ kind: kind.name, way: "undone", lintel: undone });
      }
    } finally {
      await traffic.end();
    }
    expect(broken({ kinds: results })).toEqual([]);
  }, 900_000);

  it(`go on after ${kills} kills of the process, and end as if there had been none`, async () => {
    const result = await killMigrations(stage, { kills, seed, tell: () => {} });
    expect(result.faults, JSON.stringify(result.kills)).toEqual([]);
    expect(result.kills).toHaveLength(kills);
  }, 900_000);
});
