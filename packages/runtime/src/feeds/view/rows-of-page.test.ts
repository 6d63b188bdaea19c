import { describe, expect, it } from "vitest";
import { resolve } from "../../blueprint/index.js";
import { entity, integer, service, system, text } from "../../index.js";
import type { FeedPlan, Predicate } from "../../plan/index.js";
import type { LogEntry } from "../../postgres/log/index.js";
import { createLastRow, createRowsOfPage, type RowsOfPage } from "./rows-of-page.js";
import { createView } from "./view.js";

const item = entity({ name: text(), price: integer(), note: text() }, { feed: true });
const model = resolve(system("shelf", { version: 1, services: [service("shelf", { entities: { item } })] }));
const [found] = model.services[0]?.entities ?? [];
const entityModel = found ?? expect.unreachable();
const field = (name: string) => entityModel.fields.find((one) => one.name === name) ?? expect.unreachable();
const rules = { collation: "C", isUtf8: true } as never;

const row = (price: number) => JSON.stringify({ name: `Item ${price}`, price, note: "as it is" });
const entry = (position: number, before: number | null, after: number | null): LogEntry => ({
  position,
  transaction: { position, events: 1, xid: "1", committedAt: "2027-01-01T00:00:00Z" },
  kind: before === null ? "insert" : after === null ? "delete" : "update",
  subject: "item",
  key: String(position),
  version: 1,
  at: "2027-01-01T00:00:00Z",
  before: before === null ? null : row(before),
  after: after === null ? null : row(after),
  cause: null,
});
const entries = [entry(1, null, 5), entry(2, 5, 50), entry(3, 50, 7), entry(4, 7, null), entry(5, 60, 70)];
const viewOf = (least: number, select: readonly string[]) =>
  createView(
    {
      actor: { id: "a", roles: [] },
      entity: entityModel,
      select: select.map(field),
      where: { kind: "compare", field: field("price"), operator: "gte", value: String(least) } as Predicate,
    } as unknown as FeedPlan,
    rules,
  );
const views = [0, 6, 10, 55].flatMap((least) => [
  viewOf(least, ["name", "price"]),
  viewOf(least, ["price", "name"]),
  viewOf(least, ["note"]),
]);

describe("rows that many views look at", () => {
  it("say to each view what they say to it alone", () => {
    const shared = createRowsOfPage();
    for (const view of views)
      expect([...view.changesIn(entries, shared)]).toEqual([...view.changesIn(entries)]);
    expect([...(views[0]?.changesIn(entries) ?? [])].map(({ text }) => JSON.parse(text).op)).toEqual([
      "put",
      "put",
      "put",
      "remove",
      "put",
    ]);
    expect([...(views[11]?.changesIn(entries) ?? [])].map(({ text }) => JSON.parse(text))).toEqual([
      { op: "put", position: 5, key: "5", version: 1, row: { note: "as it is" } },
    ]);
  });

  it("are written once for each choice of fields, however many views there are", () => {
    const shared = createRowsOfPage();
    let written = 0;
    const counting: RowsOfPage = {
      ...shared,
      written: (one, select, write) =>
        shared.written(one, select, (values) => {
          written += 1;
          return write(values);
        }),
    };
    for (const view of views) view.changesIn(entries, counting);
    // Four entries have a row after them, and there are three choices of fields.
    expect(written).toBe(12);
  });

  it("are not kept where one view looks at them: one after the other is asked for", () => {
    const rows = createLastRow();
    const [first, second] = entries;
    if (!first || !second) return expect.unreachable();
    expect(rows.after(first)).toBe(rows.after(first));
    expect(rows.after(second).get("price")).toBe("50");
    expect(rows.after(first).get("price")).toBe("5");
  });
});
