import { afterEach, beforeEach, expect, it } from "vitest";
import type { FactName, FactOf } from "../facts.js";
import { type LogScene, openScene } from "../testing/cases/log-scene.js";
import type { LogOrder } from "./index.js";
import { watchSlot } from "./slot-watch.js";

let scene: LogScene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

const told = <Name extends FactName>(name: Name) =>
  scene.heard.filter((fact): fact is FactOf<Name> => fact.fact === name);
const slots = async () =>
  (await scene.database.sql("select from pg_replication_slots where database = current_database()")).length;
const watch = (most: number, order?: LogOrder) =>
  watchSlot({
    service: "shop",
    schema: scene.schema,
    facts: scene.facts,
    url: scene.database.url,
    applicationName: "lintel log test",
    most,
    order,
  });
/** Has the log followed, and left with its slot behind. */
async function followOnce(): Promise<void> {
  const sequencer = scene.sequencer({ order: "commits" });
  await expect.poll(() => told("log.order").at(-1)?.order, { timeout: 100_000 }).toBe("commits");
  await watch(0)(await scene.connect());
  expect(told("log.slot").at(-1)).toMatchObject({
    isRead: true,
    state: expect.stringMatching(/^(reserved|extended)$/),
  });
  await sequencer.stop(5_000);
  await expect
    .poll(async () => {
      const rows = await scene.database.sql(
        "select from pg_replication_slots where database = current_database() and not active",
      );
      return rows.length;
    })
    .toBe(1);
}

it("gives up a slot that nobody reads above the bound, and nothing is lost by it", async () => {
  await followOnce();
  await scene.database.sql("insert into shop.item values ('away', 1)");
  await watch(2 ** 50)(await scene.connect());
  expect(told("log.slot").at(-1)).toMatchObject({ isRead: false });
  expect(await slots()).toBe(1);
  await watch(1)(await scene.connect());
  await expect.poll(() => told("log.slot.dropped").length).toBe(1);
  expect(await slots()).toBe(0);
  scene.sequencer({ order: "commits" });
  const reader = scene.reader();
  await expect.poll(async () => (await reader.head()).position).toBe(1);
});

it("gives it up at once where the log needs none", async () => {
  await followOnce();
  await watch(2 ** 50, "visible")(await scene.connect());
  await expect.poll(slots).toBe(0);
});
