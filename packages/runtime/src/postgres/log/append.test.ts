import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type LogFixture, openLogFixture } from "../../testing/cases/log-database.js";
import type { LogConnection } from "./client.js";
import { type LogHead, readHead } from "./head.js";
import {
  type AppendCondition,
  appendOnCondition,
  appendTransactions,
  type CommittedTransaction,
} from "./index.js";
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

  describe("on a condition", () => {
    const condition: AppendCondition = { publication: "lintel test", identity: undefined };
    const append = (xids: readonly string[], on = condition) =>
      appendOnCondition(
        client,
        {
          schema: "shop",
          turn: head,
          transactions: xids.map((xid, at) => transaction(xid, at + 1, at + 1)),
          progress: { lsn: "0/10" },
        },
        on,
      );
    const run = (connection: LogConnection, text: string) =>
      connection.run({ text, name: "", label: "test" }, []);

    it("appends what is visible, and tells the moment", async () => {
      const appended = await append(["7", "9"]);
      expect(appended).toMatchObject({ outcome: "appended", head: { position: 2 } });
      expect(appended).toMatchObject({
        moment: {
          snapshot: expect.stringMatching(/^\d+:\d+:/),
          lsn: expect.stringMatching(/^[0-9A-F]+\/[0-9A-F]+$/),
        },
      });
      expect(await readHead(client, "shop")).toMatchObject({ position: 2, lsn: "0/10" });
    });

    it("writes nothing while one of them is not visible, nor where the publication is another", async () => {
      const writer = await fixture.connect();
      await run(writer, "begin");
      const [row] = await run(writer, "select pg_current_xact_id()");
      const xid = row?.[0] ?? "";
      expect(await append(["7", xid])).toEqual({ outcome: "early" });
      expect(await append(["7"], { ...condition, identity: "1 2" })).toEqual({ outcome: "early" });
      expect(await logged()).toEqual([]);
      expect(await readHead(client, "shop")).toMatchObject({ position: 0, tid: head.tid, lsn: undefined });
      await run(writer, "commit");
      expect(await append(["7", xid])).toMatchObject({ outcome: "appended", head: { position: 2 } });
    });

    it("writes nothing where the generation is another by now", async () => {
      await fixture.database.sql("update shop.log_head set generation = generation + 1");
      expect(await append(["7"])).toEqual({ outcome: "fenced" });
      expect(await logged()).toEqual([]);
    });
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
