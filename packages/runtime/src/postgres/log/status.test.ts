import { afterAll, beforeAll, expect, it } from "vitest";
import { type LogFixture, openLogFixture } from "../../testing/cases/log-database.js";
import { takeLease } from "./lease.js";
import { look, nothingSeen } from "./look.js";
import { readLogStatus } from "./status.js";

let fixture: LogFixture;
beforeAll(async () => {
  fixture = await openLogFixture();
});
afterAll(() => fixture.close());

it("tells what waits, who gives positions, since when entries are kept, and how much the log takes", async () => {
  const client = await fixture.connect();
  const { schema } = fixture;
  await fixture.database.sql("insert into shop.item values ('a', 1), ('b', 1)");
  const before = await readLogStatus(client, schema);
  expect(before).toMatchObject({ position: 0, waiting: 2, isHeld: false, keptSince: undefined });
  const turn = await takeLease(client, { schema, holder: "me" });
  if (!turn) throw new Error("The lease was not free.");
  await look(client, { schema, turn, snapshot: nothingSeen, limit: 10 });
  await fixture.database.sql("insert into shop.item values ('c', 1)");
  const after = await readLogStatus(client, schema);
  expect(after).toMatchObject({ position: 2, firstKept: 1, waiting: 1, isHeld: true, holder: "me" });
  expect(after.keptSince).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  expect(after.bytes).toBeGreaterThan(50_000);
});
