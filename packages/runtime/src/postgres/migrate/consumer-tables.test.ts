import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { resolve, type SystemModel } from "../../blueprint/index.js";
import { entity, event, service, system, text } from "../../index.js";
import { createTestDatabase, type TestDatabase, testServerUrl } from "../../testing/database.js";
import { privilegeFindings } from "../schema/index.js";
import { differsFromFresh } from "./cases/differs-from-fresh.js";
import { withClient } from "./connect.js";
import { diff, migrate, writeMigrations } from "./index.js";

let database: TestDatabase;
let directory: string;
beforeEach(async () => {
  database = await createTestDatabase();
  directory = await mkdtemp(join(tmpdir(), "lintel-consumer-tables-"));
});
afterEach(async () => {
  await database.drop();
  await rm(directory, { recursive: true });
});

const plain = service("catalog", {
  entities: { product: entity({ name: text() }) },
  events: { sold: event({ name: text() }) },
});
const modelOf = (...services: readonly (typeof plain)[]) =>
  resolve(system("consumertabletest", { version: 1, services }));
const without = modelOf(plain);
const within = modelOf(plain.consumer("counts", { events: { async sold() {} } }));

async function migrateTo(model: SystemModel, allow: readonly string[] = []): Promise<void> {
  const { files, refused } = await diff({ url: testServerUrl(), model, directory, allow });
  expect(refused).toEqual([]);
  await writeMigrations(files);
  await migrate({ url: database.url, model, directory });
  expect((await diff({ url: testServerUrl(), model, directory })).changes).toEqual([]);
  await withClient(database.url, async (client) => {
    for (const one of model.services) expect(await privilegeFindings(client, one)).toEqual([]);
  });
}

it("the tables of consumers come with the first, and go with the last where that is allowed", {
  timeout: 120_000,
}, async () => {
  await migrateTo(without);
  await migrateTo(within);
  expect(await differsFromFresh(database, within, await createTestDatabase())).toEqual([]);
  const { refused } = await diff({ url: testServerUrl(), model: without, directory });
  const lost = ["catalog.log_cursors", "catalog.log_dead_letters", "catalog.log_inbox"];
  expect(refused.map(({ subject }) => subject).sort()).toEqual(lost);
  await migrateTo(without, lost);
  expect(await differsFromFresh(database, without, await createTestDatabase())).toEqual([]);
});
