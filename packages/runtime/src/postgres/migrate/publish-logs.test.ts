import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { resolve } from "../../blueprint/index.js";
import { entity, service, system, text } from "../../index.js";
import { createTestDatabase, type TestDatabase, testServerUrl } from "../../testing/database.js";
import { publicationOf } from "../log/wal/names.js";
import { diff, ensureLogins, migrate, writeMigrations } from "./index.js";

let database: TestDatabase;
let directory: string;
beforeEach(async () => {
  database = await createTestDatabase();
  directory = await mkdtemp(join(tmpdir(), "lintel-publish-"));
});
afterEach(async () => {
  await database.dropRoles([owner, ...models.flatMap(rolesOf)]);
  await database.drop();
  await rm(directory, { recursive: true });
});

const suffix = randomBytes(4).toString("hex");
const owner = `publish_owner_${suffix}`;
const modelOf = (name: string, feed: boolean) =>
  resolve(
    system(`${name}${suffix}`, {
      version: 1,
      services: [
        service("catalog", { entities: { product: entity({ name: text() }, { feed }) } }),
        service("plain", { entities: { thing: entity({ name: text() }) } }),
      ],
    }),
  );
const [within, without] = [modelOf("publish", true), modelOf("publish", false)];
/** Roles belong to the whole server: another owner has others. */
const others = modelOf("others", true);
const models = [within, others];
const rolesOf = ({ services }: typeof within) =>
  services.flatMap(({ role, clientRoles, login }) => [login, ...Object.values(clientRoles), role]);

async function migrateTo(model: typeof within, url = database.url, allow: readonly string[] = []) {
  await writeMigrations((await diff({ url: testServerUrl(), model, directory, allow })).files);
  return migrate({ url, model, directory, scratchUrl: testServerUrl() });
}
const published = async () =>
  (await database.sql<{ name: string }>("select pubname as name from pg_publication")).map(
    ({ name }) => name,
  );

it("publishes the outbox of a log with the migration that brings it, gives nobody a right by it, and takes it back with the log", async () => {
  expect(await migrateTo(within)).toMatchObject({ unpublished: [] });
  expect(await published()).toEqual([publicationOf("catalog")]);
  const logins = await ensureLogins({ url: database.url, model: within });
  expect(logins.map(({ service: of, replicates, published: is }) => [of, replicates, is])).toEqual([
    ["catalog", false, true],
    ["plain", false, false],
  ]);
  // It is left as it is, since who follows it has to begin anew where it was made anew.
  const identity = () => database.sql("select oid, xmin::text from pg_publication");
  const before = await identity();
  await migrate({ url: database.url, model: within, directory });
  expect(await identity()).toEqual(before);
  const { refused } = await diff({ url: testServerUrl(), model: without, directory });
  await migrateTo(
    without,
    database.url,
    refused.map(({ subject }) => subject),
  );
  expect(await published()).toEqual([]);
});

it("says what an administrator has to run, and does everything else, where the login may not create in the database", async () => {
  const [{ name } = { name: "" }] = await database.sql<{ name: string }>("select current_database() as name");
  await database.sql(`create role ${owner} login createrole password 'owner'`);
  await database.sql(`grant create on database ${name} to ${owner}`);
  const url = new URL(database.url);
  url.username = owner;
  url.password = "owner";
  await writeMigrations((await diff({ url: testServerUrl(), model: others, directory })).files);
  // Comparing has made them, as the superuser.
  for (const role of others.services.map((one) => one.role))
    await database.sql(`grant ${role} to ${owner} with admin option`);
  const again = () => migrate({ url: url.href, model: others, directory });
  expect(await again()).toMatchObject({ unpublished: [] });
  await database.sql(`drop publication ${publicationOf("catalog")}`);
  await database.sql(`revoke create on database ${name} from ${owner}`);
  const { unpublished } = await again();
  expect(unpublished).toEqual([
    { service: "catalog", remedy: expect.stringContaining("create publication") },
  ]);
  await database.sql(unpublished[0]?.remedy ?? "");
  expect(await again()).toMatchObject({ unpublished: [] });
});
