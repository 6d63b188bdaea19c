import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LogScene, openScene, until } from "../../testing/cases/log-scene.js";
import type { LogConnection } from "./client.js";
import { type LogEntry, type ReadFrom, type ReadLimits, readEntries } from "./read.js";
import { type LogSheet, readSheet, type Span, sheetOf } from "./sheet.js";

let scene: LogScene;
let client: LogConnection;
let head: number;

const hostile = ["", "a\tb", "a\nb", '"', "\\", "\\t", "\u0001\u001f", "\u{1f600}", "\u2028", "é", "'"];

beforeAll(async () => {
  scene = await openScene();
  client = await scene.connect();
  const { sql } = scene.database;
  await sql("insert into shop.item select 'a' || n, n from generate_series(1, 12) n");
  for (const [at, text] of hostile.entries()) {
    const value = `jsonb_build_object('text', $2::text, 'all', jsonb_build_array($1::text, null, 1.50))`;
    await sql(
      `insert into shop.outbox (slot, kind, subject, key, version, before, after)
       values (shop.slot(), 'event', $1, $2, ${at}, ${at % 2 === 0 ? "null" : value}, ${value})`,
      [text, hostile[(at * 7) % hostile.length]],
    );
  }
  await sql("update shop.item set value = value + 1 where value > 6");
  await sql("delete from shop.item where value < 3");
  await sql("truncate shop.item");
  await sql("insert into shop.item values ('b', 1)");
  // One entry has a lower number in its transaction than what was placed before it.
  await sql("update shop.outbox set seq = -seq where key = 'b' and kind = 'insert'");
  await sql("insert into shop.item values ('c', 1), ('d', 9007199254740993)");
  scene.sequencer();
  const reader = scene.reader();
  const count = Number((await sql<{ count: string }>("select count(*) from shop.outbox"))[0]?.count);
  await until(async () => (await reader.head()).position === count);
  head = count;
});
afterAll(() => scene.close());

/** What a sheet says, as entries have it. */
function toldBy(sheet: LogSheet) {
  const text = ({ from, to }: Span) => (from < to ? sheet.text.slice(from, to) : null);
  return Array.from({ length: sheet.length }, (_, at) => ({
    position: sheet.position + at,
    ends: sheet.ends(at),
    kind: sheet.kind(at),
    subject: JSON.parse(sheet.subject(at)),
    key: JSON.parse(sheet.key(at)),
    version: Number(sheet.version(at)),
    before: text(sheet.before(at)),
    after: text(sheet.after(at)),
  }));
}

function toldOf(entries: readonly LogEntry[]) {
  return entries.map(({ position, transaction, kind, subject, key, version, before, after }) => {
    const ends = transaction.position + transaction.events - 1;
    return { position, ends, kind, subject, key, version, before, after };
  });
}

function transactionsOf(entries: readonly LogEntry[]) {
  const found = new Map(
    entries.map(({ transaction: { position, events, xid } }) => [position, { position, events, xid }]),
  );
  return [...found.values()];
}

const both = (from: ReadFrom, limits: ReadLimits) =>
  Promise.all([
    readEntries(client, "shop", from, limits),
    readSheet(client, "shop", from, { ...limits, before: true }),
    readSheet(client, "shop", from, { ...limits, bytes: 1e9, before: false }),
  ]);

describe("a sheet", () => {
  it.each([1, 3, 7, 1_000])(
    "of %d entries has what the entries have, from wherever it begins",
    async (count) => {
      for (let position = 1; position <= head; position += 1) {
        const [page, sheet, later] = await both({ position }, { count, bytes: 1e9 });
        expect(toldBy(sheet)).toEqual(toldOf(page.entries));
        expect(sheet).toMatchObject({ next: page.next, isWhole: true });
        expect(sheet.transactions()).toEqual(transactionsOf(page.entries));
        expect(toldBy(later)).toEqual(toldBy(sheet).map((entry) => ({ ...entry, before: null })));
      }
    },
  );

  it("goes on where the last one ended, also within a transaction and within its bounds of bytes", async () => {
    let from: ReadFrom = { position: 1 };
    const all: ReturnType<typeof toldBy> = [];
    for (;;) {
      const [page, sheet] = await both(from, { count: 5, bytes: 900 });
      expect(toldBy(sheet)).toEqual(toldOf(page.entries));
      expect(sheet.next).toMatchObject(sheet.length === 0 ? { position: head + 1 } : page.next);
      if (sheet.length === 0) break;
      all.push(...toldBy(sheet));
      from = sheet.next;
    }
    expect(all.map(({ position }) => position)).toEqual(all.map((_, at) => at + 1));
    expect(all).toHaveLength(head);
  });

  it("tells by its reader what is wrong with a position", async () => {
    const reader = scene.reader();
    const { epoch } = await reader.head();
    const ask = (position: number) =>
      reader.sheet({ epoch, position }, { count: 5, bytes: 1e9, before: true });
    expect(await ask(head + 1)).toMatchObject({ length: 0, next: { position: head + 1 } });
    await expect(ask(head + 2)).rejects.toMatchObject({ code: "LOG_POSITION_AHEAD" });
    await expect(ask(0)).rejects.toMatchObject({ code: "LOG_POSITION_GONE" });
  });
});

describe("the text of a sheet", () => {
  const line = (begins: string) => `${begins}\ti\t"item"\t"a"\t1\t7\t\t{}`;

  it("is not whole where a position is missing, or the first is another than was asked for", () => {
    const isWhole = (...lines: string[]) => sheetOf(lines.join("\n"), { position: 5 }).isWhole;
    expect(isWhole(line("5 1 9"), line("6 2 8"), line(""))).toBe(true);
    expect(isWhole(line("3 9 9"), line(""))).toBe(true);
    expect(isWhole(line("5 1 9"), line("7 1 8"))).toBe(false);
    expect(isWhole(line("6 1 9"))).toBe(false);
    expect(isWhole()).toBe(false);
  });

  it("is refused where it is cut short", () => {
    expect(() => sheetOf('5 1 9\ti\t"item"', { position: 5 })).toThrow("The log");
    expect(() => sheetOf(line("5 1 9").slice(0, -3), { position: 5 })).toThrow("The log");
  });
});
