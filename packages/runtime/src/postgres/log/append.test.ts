import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type LogFixture, openLogFixture } from "../../testing/cases/log-database.js";
import type { LogConnection } from "./client.js";
import { type LogHead, readHead } from "./head.js";
import { appendTransactions, type CommittedTransaction } from "./index.js";
import { renewLease, takeLease } from "./lease.js";

let fixture: LogFixture;
let client: LogConnection;
let head: LogHead;

beforeEach(async () => {
  fixture = await openLogFixture();
  client = await fixture.connect();
  const held = await takeLease(client, { schema: "shop", holder: "one" });
  if (!held) throw new Error("The lease was not free.");
  head = held;
});
afterEach(() => fixture.close());

const transaction = (xid: string, first: number, last: number): CommittedTransaction => ({
  slot: Number(xid) % 8,
  xid,
  firstSeq: String(first),
  lastSeq: String(last),
  events: last - first + 1,
  committedAt: "2026-01-01T00:00:00Z",
});
const logged = () =>
  fixture.database.sql("select position::int, events, xid::text from shop.log order by position");

describe("appending", () => {
  it("gives contiguous positions in the order given, keeps the progress, and renews the lease", async () => {
    const first = await appendTransactions(client, {
      schema: "shop",
      turn: head,
      transactions: [transaction("9", 1, 3), transaction("7", 4, 4)],
      progress: { lsn: "0/10" },
    });
    if (!first) throw new Error("Fenced.");
    expect(first.position).toBe(4);
    const second = await appendTransactions(client, {
      schema: "shop",
      turn: first,
      transactions: [transaction("8", 5, 6)],
      progress: { lsn: "0/20" },
    });
    expect(second?.position).toBe(6);
    expect(await logged()).toEqual([
      { position: 1, events: 3, xid: "9" },
      { position: 4, events: 1, xid: "7" },
      { position: 5, events: 2, xid: "8" },
    ]);
    expect(await readHead(client, "shop")).toMatchObject({ position: 6, lsn: "0/20", isHeld: true });
  });

  it("keeps progress where nothing is appended", async () => {
    const turn = await appendTransactions(client, {
      schema: "shop",
      turn: head,
      transactions: [],
      progress: { lsn: "0/30" },
    });
    expect(turn?.position).toBe(0);
    expect(await readHead(client, "shop")).toMatchObject({ position: 0, lsn: "0/30" });
  });

  it("writes nothing where the generation is another by now, or the position", async () => {
    const appending = { schema: "shop", transactions: [transaction("9", 1, 1)], progress: { lsn: "0/10" } };
    const renewed = await renewLease(client, "shop", head);
    if (!renewed) throw new Error("Fenced.");
    expect(
      await appendTransactions(client, { ...appending, turn: { ...renewed, position: 5 } }),
    ).toBeUndefined();
    await fixture.database.sql("update shop.log_head set held_until = null");
    const other = await takeLease(client, { schema: "shop", holder: "other" });
    expect(await appendTransactions(client, { ...appending, turn: renewed })).toBeUndefined();
    expect(await renewLease(client, "shop", renewed)).toBeUndefined();
    expect(await logged()).toEqual([]);
    if (!other) throw new Error("The lease was not free.");
    expect(await appendTransactions(client, { ...appending, turn: other })).toMatchObject({ position: 1 });
  });

  it("wakes who listens, with the service's schema and the last position", async () => {
    const heard: string[] = [];
    const woken = new Promise<void>((resolve) => {
      void fixture
        .connect({
          listen: {
            channel: "lintel_log",
            notified: (payload) => {
              heard.push(payload);
              resolve();
            },
          },
        })
        .then(() =>
          appendTransactions(client, {
            schema: "shop",
            turn: head,
            transactions: [transaction("9", 1, 2)],
            progress: {},
          }),
        );
    });
    await woken;
    expect(heard).toEqual(["shop 2"]);
  });
});
