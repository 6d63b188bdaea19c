import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resolve } from "../../blueprint/index.js";
import { entity, integer, service, system, text } from "../../index.js";
import { always, type FeedPlan, type Predicate } from "../../plan/index.js";
import { type EntryKind, type LogEntry, sheetOf } from "../../postgres/log/index.js";
import { createView } from "./view.js";

const item = entity({ name: text(), price: integer(), note: text() }, { feed: true });
const model = resolve(system("shelf", { version: 1, services: [service("shelf", { entities: { item } })] }));
const [found] = model.services[0]?.entities ?? [];
const entityModel = found ?? expect.unreachable();
const field = (name: string) => entityModel.fields.find((one) => one.name === name) ?? expect.unreachable();

const hostile = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 6 }),
  fc.constantFrom("\t", "\n", '"', "\\", '\\"', "\u0000", "\u001f", "\u2028", "é", "\u{1f600}", ", "),
);
/** As PostgreSQL writes it; after a release a column came and one had another name. */
const row = fc
  .record({ name: hostile, price: fc.integer({ min: -3, max: 3 }), note: hostile, form: fc.nat(5) })
  .map(({ name, price, note, form }) => {
    const members = form === 0 ? { name, price } : { name, note, price };
    const parts = Object.entries(members).map(([key, value]) => `"${key}": ${JSON.stringify(value)}`);
    return `{${parts.join(", ")}}`;
  });
const kinds: readonly EntryKind[] = ["insert", "update", "update", "delete", "truncate", "event"];
const entry = fc.record({
  kind: fc.constantFrom(...kinds),
  subject: fc.constantFrom("item", "item", "item", "other", "it\tem"),
  key: hostile,
  version: fc.nat(9),
  before: row,
  after: row,
});
/** Transactions, and the position at which the first begins: how much of it comes before the sheet. */
const log = fc.record({
  first: fc.integer({ min: 1, max: 1_000 }),
  cut: fc.nat(3),
  transactions: fc.array(fc.array(entry, { minLength: 1, maxLength: 5 }), { maxLength: 6 }),
});
const where = fc.oneof(
  fc.constant<Predicate>(always),
  fc.constant<Predicate>({ kind: "never" }),
  fc.integer({ min: -3, max: 3 }).map(
    (value): Predicate => ({
      kind: "compare",
      field: field("price"),
      operator: "gte",
      value: value as never,
    }),
  ),
);
const select = fc.subarray(["name", "price", "note", "version"], { minLength: 1 });

/** The entries of a log, and the same as the text of a sheet. */
function told({ first, cut, transactions }: typeof log extends fc.Arbitrary<infer T> ? T : never) {
  const entries: LogEntry[] = [];
  const lines: string[] = [];
  let position = first;
  for (const transaction of transactions) {
    const begins = position;
    for (const { kind, subject, key, version, ...rows } of transaction) {
      const hasBefore = kind === "update" || kind === "delete";
      const before = hasBefore ? rows.before : null;
      const after = kind === "delete" || kind === "truncate" ? null : rows.after;
      entries.push({
        position,
        transaction: { position: begins, events: transaction.length, xid: "1", committedAt: "" },
        kind,
        subject,
        key,
        version,
        at: "",
        before,
        after,
        cause: null,
      });
      position += 1;
    }
  }
  const given = entries.slice(Math.min(cut, (transactions[0]?.length ?? 1) - 1));
  for (const [at, one] of given.entries()) {
    const { transaction, kind, subject, key, version, before, after } = one;
    const isFirst = at === 0 || given[at - 1]?.transaction.position !== transaction.position;
    const begins = isFirst ? `${transaction.position} ${transaction.events} 1` : "";
    const parts = [begins, kind[0], JSON.stringify(subject), JSON.stringify(key), version, 1];
    lines.push([...parts, before ?? "", after ?? ""].join("\t"));
  }
  return { entries: given, sheet: sheetOf(lines.join("\n"), { position: given[0]?.position ?? first }) };
}

describe("a view", () => {
  it("says of a sheet what it says of its entries", () => {
    fc.assert(
      fc.property(log, where, select, (given, condition, names) => {
        const plan = { entity: entityModel, select: names.map(field), where: condition };
        const view = createView(plan as unknown as FeedPlan, {} as never);
        const { entries, sheet } = told(given);
        const changes = view.changesOn(sheet);
        expect([...changes]).toEqual([...view.changesIn(entries)]);
        for (const { text } of changes) JSON.parse(text);
      }),
      { numRuns: 1_000 },
    );
  });

  it("needs no rows of before where all rows are in it, or none", () => {
    const asks = (condition: Predicate) =>
      createView({ entity: entityModel, select: [], where: condition } as unknown as FeedPlan, {} as never)
        .asksBefore;
    expect([asks(always), asks({ kind: "never" })]).toEqual([false, false]);
    expect(asks({ kind: "isNull", field: field("note"), isNull: true })).toBe(true);
  });
});
