import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anyone, entity, event, resolve, service, system, text } from "../../blueprint/index.js";
import { createTestDatabase, type TestDatabase } from "../../testing/database.js";
import { publicationOf } from "../log/wal/names.js";
import { ensureLogins, excessOf, push } from "./index.js";

const access = { read: anyone } as const;
const stock = service("stock", { entities: { item: entity({ name: text({ max: 50 }) }, { access }) } });
const sales = service("sales", {
  entities: { sale: entity({ note: text({ max: 50 }).private() }, { access }) },
  uses: { stock },
});
const other = service("other", {
  entities: { thing: entity({ note: text({ max: 50 }) }, { access }) },
  events: { happened: event({ note: text({ max: 50 }) }, { description: "It happened." }) },
});
const name = `logins${randomBytes(4).toString("hex")}`;
const model = resolve(system(name, { version: 1, services: [stock, sales, other] }));

let database: TestDatabase;
let urls: ReadonlyMap<string, string>;
beforeAll(async () => {
  database = await createTestDatabase();
  await push({ url: database.url, model });
  const logins = await ensureLogins({ url: database.url, model });
  expect(logins.map(({ name: login, state }) => [login, state])).toEqual([
    [`${name}_stock__login`, "made"],
    [`${name}_sales__login`, "made"],
    [`${name}_other__login`, "made"],
  ]);
  urls = new Map(logins.map((login) => [login.service, login.url ?? ""]));
});
afterAll(async () => {
  const roles = model.services.flatMap(({ role, clientRoles, login }) => [
    login,
    clientRoles.reader,
    clientRoles.writer,
    role,
  ]);
  await database.dropRoles(roles);
  await database.drop();
});

/** What comes of statements of a login, one after another. */
async function as(url: string, ...statements: readonly string[]): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    for (const statement of statements) await client.query(statement);
    return "done";
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  } finally {
    await client.end().catch(() => {});
  }
}

const url = (of: string) => urls.get(of) ?? expect.unreachable();
const refused = "42501";

it.each([
  ["does nothing before it takes a role", ["select * from sales.sales"], refused],
  ["works as its service", [`set role ${name}_sales`, "select note from sales.sales"], "done"],
  ["reads for its clients", [`set role ${name}_sales__reader`, "select id from sales.sales"], "done"],
  ["works as a service that it uses", [`set role ${name}_stock`, "select name from stock.items"], "done"],
  ["takes no client's role of a service that it uses", [`set role ${name}_stock__writer`], refused],
  ["takes no role of a service that it does not use", [`set role ${name}_other`], refused],
  [
    "reaches no schema that is not its own",
    [`set role ${name}_sales`, "select * from other.things"],
    refused,
  ],
  ["makes no table", [`set role ${name}_sales`, "create table sales.more ()"], refused],
  ["lifts no policy", ["alter table sales.sales disable row level security"], refused],
  ["drops no policy", ["drop policy lintel_read on sales.sales"], refused],
  ["makes no role", ["create role more"], refused],
  ["reads which migrations were applied", ["select * from lintel.migrations"], "done"],
  ["writes no migration down", ["delete from lintel.migrations"], refused],
])("a login %s", async (_, statements, outcome) => {
  expect(await as(url("sales"), ...statements)).toBe(outcome);
});

it("is told from one that may do too much", async () => {
  const schemas = model.services.map(({ schema }) => schema);
  expect(await excessOf(url("sales"), schemas)).toEqual([]);
  expect(await excessOf(database.url, schemas)).toContain("is a superuser");
  await database.sql(`create role ${name}_owner login createrole password 'x'`);
  await database.sql(`alter table other.things owner to ${name}_owner`);
  const owner = new URL(database.url);
  owner.username = `${name}_owner`;
  owner.password = "x";
  try {
    expect(await excessOf(owner.toString(), schemas)).toEqual(["can make roles", "owns tables"]);
  } finally {
    await database.sql(`reassign owned by ${name}_owner to current_user`);
    await database.dropRoles([`${name}_owner`]);
  }
});

describe("a login that can get at more", () => {
  const schemas = model.services.map(({ schema }) => schema);
  const login = `${name}_handy`;
  const group = `${name}_group`;
  beforeAll(() => database.sql(`create role ${login} login noinherit password 'x'; create role ${group}`));
  afterAll(() => database.dropRoles([login, group]));
  const excess = () => {
    const address = new URL(database.url);
    address.username = login;
    address.password = "x";
    return excessOf(address.toString(), schemas);
  };

  it.each([
    [
      "the role of one that bypasses the policies",
      "alter role $group bypassrls; grant $group to $login",
      "is not held by row-level security",
    ],
    ["the role of a superuser", "alter role $group superuser; grant $group to $login", "is a superuser"],
    [
      "the role of one that makes roles",
      "alter role $group createrole; grant $group to $login",
      "can make roles",
    ],
    [
      "the owner of a schema, who may drop its tables",
      "alter schema stock owner to $group; grant $group to $login",
      "owns schemas",
    ],
    [
      "the owner of a function that runs with each write",
      "grant create on schema stock to $group; alter function stock.lintel_touch() owner to $group; grant $group to $login",
      "owns functions",
    ],
    ["the right to stream everything", "alter role $login replication", "can replicate"],
    ["every table to read", "grant pg_read_all_data to $login", "can read or write all data"],
    ["every table to write", "grant pg_write_all_data to $login", "can read or write all data"],
    [
      "the files of the server",
      "grant pg_read_server_files to $login",
      "can reach the server's files or programs",
    ],
    [
      "the programs of the server",
      "grant $group to $login; grant pg_execute_server_program to $group",
      "can reach the server's files or programs",
    ],
  ])("is told where it has %s", async (_, give, phrase) => {
    expect(await excess()).toEqual([]);
    const words = (sql: string) => sql.replaceAll("$login", login).replaceAll("$group", group);
    await database.sql(words(give));
    try {
      expect(await excess()).toEqual([phrase]);
    } finally {
      await database.sql(
        words(`reassign owned by $group to current_user; drop owned by $group;
               revoke $group from $login; alter role $group nosuperuser nobypassrls nocreaterole;
               alter role $login noreplication; revoke pg_execute_server_program from $group;
               revoke pg_read_all_data, pg_write_all_data, pg_read_server_files from $login`),
      );
    }
  });
});

it("keeps its password until it is told to change it", async () => {
  const again = await ensureLogins({ url: database.url, model });
  expect(again.map(({ state, url: address }) => [state, address])).toEqual([
    ["kept", undefined],
    ["kept", undefined],
    ["kept", undefined],
  ]);
  expect(await as(url("other"), "select 1")).toBe("done");
  const rotated = await ensureLogins({ url: database.url, model, rotate: true });
  expect(rotated.map(({ state }) => state)).toEqual(["rotated", "rotated", "rotated"]);
  expect(await as(url("other"), "select 1")).toBe("28P01");
  expect(await as(rotated[2]?.url ?? "", "select 1")).toBe("done");
});

it("may replicate only where it is told to, and where the service has a log", async () => {
  const ensure = (replication?: boolean) => ensureLogins({ url: database.url, model, replication });
  const may = async (replication?: boolean) =>
    (await ensure(replication)).map(({ service: of, replicates, published }) => [of, replicates, published]);
  const schemas = model.services.map(({ schema }) => schema);
  const rotated = await ensureLogins({ url: database.url, model, rotate: true });
  const address = rotated.find(({ service: of }) => of === "other")?.url ?? "";
  const nobody = [
    ["stock", false, false],
    ["sales", false, false],
  ];
  expect(await may()).toEqual([...nobody, ["other", false, false]]);
  expect(await may(true)).toEqual([...nobody, ["other", true, true]]);
  expect(await may()).toEqual([...nobody, ["other", true, true]]);
  expect(await excessOf(address, schemas)).toEqual(["can replicate"]);
  expect(await excessOf(address, schemas, true)).toEqual([]);
  expect(await may(false)).toEqual([...nobody, ["other", false, true]]);
  expect(await excessOf(address, schemas)).toEqual([]);
});

describe("made by an owner who may not let others replicate", () => {
  const owner = `${name}_keeper`;
  const kept = resolve(system(`${name}k`, { version: 1, services: [stock, other] }));
  let own: TestDatabase;
  let address: string;
  beforeAll(async () => {
    own = await createTestDatabase();
    const [{ database: called } = { database: "" }] = await own.sql<{ database: string }>(
      "select current_database() as database",
    );
    await own.sql(`create role ${owner} login createrole password 'x'`);
    await own.sql(`alter database ${called} owner to ${owner}`);
    address = Object.assign(new URL(own.url), { username: owner, password: "x" }).href;
    await push({ url: address, model: kept });
    await own.sql(`drop publication if exists ${publicationOf("other")}`);
    await own.sql(`revoke create on database ${called} from ${owner}`);
  });
  afterAll(async () => {
    const roles = kept.services.flatMap(({ role, clientRoles, login }) => [
      login,
      clientRoles.reader,
      clientRoles.writer,
      role,
    ]);
    await own.sql(`reassign owned by ${owner} to current_user`);
    await own.dropRoles([...roles, owner]);
    await own.drop();
  });

  it("are given with their passwords and with what an administrator runs, and the outbox is published once that may be", async () => {
    const ensure = () => ensureLogins({ url: address, model: kept, replication: true });
    const first = await ensure();
    expect(first).toMatchObject([
      { state: "made", replicates: false, published: false, remedy: undefined },
      { state: "made", replicates: false, published: false, remedy: expect.stringMatching(/^alter role /) },
    ]);
    for (const login of first) expect(await as(login.url ?? "", "select 1")).toBe("done");
    await own.sql(first[1]?.remedy ?? "");
    await own.sql(
      `do $$ begin execute format('grant create on database %I to ${owner}', current_database()); end $$`,
    );
    expect((await ensure())[1]).toMatchObject({
      state: "kept",
      replicates: true,
      published: true,
      remedy: undefined,
    });
  });

  it("get new passwords all or none: PostgreSQL 15 lets only a superuser change one that may replicate", async () => {
    const given = await ensureLogins({ url: own.url, model: kept, rotate: true, replication: true });
    const [{ version } = { version: 0 }] = await own.sql<{ version: number }>(
      "select current_setting('server_version_num')::int as version",
    );
    const again = ensureLogins({ url: address, model: kept, rotate: true });
    if (version >= 160_000) {
      expect((await again).map(({ state }) => state)).toEqual(["rotated", "rotated"]);
      return;
    }
    await expect(again).rejects.toMatchObject({
      code: "DATABASE_PRIVILEGE_MISSING",
      message: expect.stringContaining("Run the same command with the address of a superuser."),
    });
    for (const login of given) expect(await as(login.url ?? "", "select 1")).toBe("done");
  });
});
