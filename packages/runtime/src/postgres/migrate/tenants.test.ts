import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import {
  anyone,
  by,
  entity,
  id,
  reference,
  resolve,
  role,
  search,
  service,
  system,
  tenant,
  text,
} from "../../blueprint/index.js";
import { createTestDatabase, type TestDatabase, testServerUrl } from "../../testing/database.js";
import { diff, migrate, status, writeMigrations } from "./index.js";

let database: TestDatabase;
let directory: string;
const role_ = "tenantmigration_stock";
beforeEach(async () => {
  database = await createTestDatabase();
  directory = await mkdtemp(join(tmpdir(), "lintel-tenants-"));
});
afterEach(async () => {
  await database.dropRoles([role_, `${role_}__reader`, `${role_}__writer`]);
  await database.drop();
  await rm(directory, { recursive: true });
});

const access = { read: anyone, write: role("editor") };
/** Two entities of which one refers to the other, with a field of this kind that says whose they are. */
function modelWith(firm?: () => ReturnType<typeof tenant> | ReturnType<typeof id>) {
  const of = () => (firm ? { firm: firm() } : {});
  const stock = service("stock", {
    entities: {
      shelf: entity({ ...of(), name: text({ max: 40 }).unique() }, { access }),
      item: entity(
        {
          ...of(),
          name: text({ max: 40 }),
          code: text({ max: 40 }).unique(),
          shelf: reference("shelf", { onDelete: "set null" }).optional(),
        },
        { softDelete: true, access, indexes: [by("name"), search(["name"])] },
      ),
    },
  });
  return resolve(system("tenantmigration", { version: 1, services: [stock] }));
}
const [without, possible, walled] = [
  modelWith(),
  modelWith(() => id().optional() as never),
  modelWith(() => tenant()),
];

async function write(model: typeof without): Promise<void> {
  await writeMigrations((await diff({ url: testServerUrl(), model, directory })).files);
}
async function change(model: typeof without): Promise<void> {
  await write(model);
  await migrate({ url: database.url, model, directory });
}
/** Nothing differs, neither from the migrations nor from what the blueprint asks for. */
async function settled(model: typeof without): Promise<void> {
  const { drift } = await status({ url: database.url, model, directory });
  expect(drift).toMatchObject({ kind: "compared", changes: [], privileges: [] });
  expect((await diff({ url: testServerUrl(), model, directory })).changes).toEqual([]);
}
const [acme, bolt] = ["0199b000-0000-7000-8000-00000000000a", "0199b000-0000-7000-8000-00000000000b"];
const rows = () =>
  database.sql(
    "select i.code, s.name as shelf from stock.items i left join stock.shelves s on s.id = i.shelf_id order by 1",
  );

it("rows that are there get a tenant in between, and are refused without one", {
  timeout: 240_000,
}, async () => {
  await change(without);
  await database.sql(`
    insert into stock.shelves (id, name) values
      ('0199b000-0000-7000-8000-000000000001', 'Left'), ('0199b000-0000-7000-8000-000000000002', 'Right');
    insert into stock.items (id, name, code, shelf_id)
    select gen_random_uuid(), name, name, id from stock.shelves`);
  const before = await rows();

  await expect(change(walled)).rejects.toMatchObject({ code: "MIGRATION_REFUSED" });
  expect(await rows()).toEqual(before);
  await rm(directory, { recursive: true });
  directory = await mkdtemp(join(tmpdir(), "lintel-tenants-"));
  await write(without);
  await change(possible);
  await expect(change(walled)).rejects.toMatchObject({ code: "MIGRATION_REFUSED" });
  await database.sql(`
    update stock.shelves set firm = case name when 'Left' then '${acme}'::uuid else '${bolt}'::uuid end;
    update stock.items i set firm = s.firm from stock.shelves s where s.id = i.shelf_id`);
  await migrate({ url: database.url, model: walled, directory });
  expect(await rows()).toEqual(before);
  await settled(walled);

  // What was unique and what refers is so within a tenant from here on.
  await database.sql(
    `insert into stock.shelves (id, firm, name) values (gen_random_uuid(), '${bolt}', 'Left')`,
  );
  await expect(
    database.sql(`insert into stock.shelves (id, firm, name) values (gen_random_uuid(), '${acme}', 'Left')`),
  ).rejects.toMatchObject({ code: "23505" });
  await expect(
    database.sql(
      `update stock.items set shelf_id = '0199b000-0000-7000-8000-000000000002' where code = 'Left'`,
    ),
  ).rejects.toMatchObject({ code: "23503" });
  await database.sql("delete from stock.shelves where id = '0199b000-0000-7000-8000-000000000001'");
  expect(await rows()).toEqual([
    { code: "Left", shelf: null },
    { code: "Right", shelf: "Right" },
  ]);
});

it("the wall comes down again without a loss but of whose the rows are", { timeout: 240_000 }, async () => {
  await change(walled);
  await database.sql(
    `insert into stock.shelves (id, firm, name) values (gen_random_uuid(), '${acme}', 'Left')`,
  );
  await change(possible);
  expect(await database.sql("select name, firm from stock.shelves")).toEqual([{ name: "Left", firm: acme }]);
  await settled(possible);
});
