import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { failure } from "../errors.js";
import { createTestDatabase, type TestDatabase } from "../testing/database.js";
import { prepare } from "./compile/prepared.js";
import { type Connection, openConnection } from "./connection/connection.js";
import { openSession } from "./session.js";

let test: TestDatabase;
let connection: Connection;
/** How many packets were sent, and how many of them before the answer to an earlier one had come. */
let packets: number;
let overlapping: number;

beforeAll(async () => {
  test = await createTestDatabase();
  await test.sql("create table notes (words text primary key, written_by text default current_user)");
});
afterAll(() => test.drop());
beforeEach(async () => {
  await test.sql("truncate notes");
  packets = 0;
  overlapping = 0;
  connection = await openConnection(
    {
      url: test.url,
      role: new URL(test.url).username,
      schema: "public",
      applicationName: "session test",
      readOnly: false,
      statementTimeout: 5_000,
      idleInTransactionTimeout: 5_000,
      connectTimeout: 5_000,
      plans: "chosen",
    },
    () => {},
  );
});
afterEach(() => connection.end());

const owner = () => ({ role: new URL(test.url).username, schema: "public" });
const stranger = { role: "no_such_role_anywhere", schema: "public" };
const notes = () => test.sql<{ words: string }>("select words from notes order by words");
const insert = prepare("note", "insert into notes (words) values ($1)");

function open() {
  const counted: Connection = {
    get alive() {
      return connection.alive;
    },
    get inFlight() {
      return connection.inFlight;
    },
    heldUpBy: (now) => connection.heldUpBy(now),
    execute(request) {
      packets += 1;
      if (connection.inFlight > 0) overlapping += 1;
      return connection.execute(request);
    },
    executeAll(requests) {
      packets += 1;
      if (connection.inFlight > 0) overlapping += 1;
      return connection.executeAll(requests);
    },
    end: () => connection.end(),
    destroy: (reason) => connection.destroy(reason),
  };
  return openSession({
    connection: counted,
    readOnly: false,
    settings: owner(),
    translate: async (error) => failure("INTERNAL", (error as Error).message),
  });
}

describe("statements that are asked for together", () => {
  const several = (session: ReturnType<typeof open>, words: readonly string[]) =>
    Promise.allSettled(words.map((word) => session.execute("own", insert, [word])));

  it("leave in one packet and run in their order", async () => {
    const session = open();
    const write = prepare("numbered", "insert into notes (words) select $1 || count(*) from notes");
    await Promise.all(["a", "b", "c"].map((word) => session.execute("own", write, [word])));
    expect(packets).toBe(1);
    await session.commit();
    expect(packets).toBe(2);
    expect(await notes()).toEqual([{ words: "a0" }, { words: "b1" }, { words: "c2" }]);
  });

  it("have each its own answer, with rows and columns", async () => {
    const session = open();
    const asked = [1, 2, 3].map((one) =>
      session.execute("own", prepare(`n${one}`, `select ${one} as n${one}`), [], true),
    );
    const answers = await Promise.all(asked);
    await session.commit();
    expect(answers.map(({ rows, columns }) => [rows, columns.map(({ name }) => name)])).toEqual([
      [[["1"]], ["n1"]],
      [[["2"]], ["n2"]],
      [[["3"]], ["n3"]],
    ]);
  });

  it("succeed up to the one that fails, and none is done", async () => {
    const session = open();
    const outcomes = await several(session, ["a", "b", "a", "c"]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "rejected"]);
    expect(session.succeeded).toBe(2);
    await expect(session.commit()).rejects.toThrow("notes_pkey");
    expect(await notes()).toEqual([]);
    await session.rollback();
    const next = open();
    expect((await several(next, ["d", "e"])).map(({ status }) => status)).toEqual(["fulfilled", "fulfilled"]);
    await next.commit();
    expect(await notes()).toEqual([{ words: "d" }, { words: "e" }]);
  });

  it("are undone where the work ends before they have left", async () => {
    const session = open();
    await session.execute("own", insert, ["before"]);
    const late = session.execute("own", insert, ["late"]).catch(() => {});
    await session.rollback();
    await late;
    expect(await notes()).toEqual([]);
  });

  it("are undone with the savepoint where the work of a call ends before they have left", async () => {
    const session = open();
    await session.execute("own", insert, ["before"]);
    const work = session.nest(owner(), () => {
      void session.execute("own", insert, ["late"]);
      return Promise.reject(new Error("refused"));
    });
    await expect(work).rejects.toThrow("refused");
    await session.commit();
    expect(await notes()).toEqual([{ words: "before" }]);
  });

  it("are committed with those that nobody awaited, in a packet of their own", async () => {
    const session = open();
    await session.execute("own", insert, ["awaited"]);
    void session.execute("own", insert, ["not awaited"]);
    await session.commit();
    expect(await notes()).toEqual([{ words: "awaited" }, { words: "not awaited" }]);
    const failing = open();
    void failing.execute("own", insert, ["awaited"]).catch(() => {});
    await expect(failing.commit()).rejects.toThrow("notes_pkey");
  });
});

describe("work as another service", () => {
  it("changes the role in the packets of the statements before and after, there and back", async () => {
    const session = open();
    await session.execute("own", insert, ["before"]);
    await session.nest(owner(), () => session.execute("own", insert, ["inside"]));
    await session.execute("own", insert, ["after"]);
    await session.commit();
    expect({ packets, overlapping }).toEqual({ packets: 4, overlapping: 0 });
    expect(await notes()).toEqual([{ words: "after" }, { words: "before" }, { words: "inside" }]);
  });

  it("is not done with other rights where the role cannot be taken, in an open transaction or as its first work", async () => {
    for (const first of [true, false]) {
      const session = open();
      if (!first) await session.execute("own", insert, ["before"]);
      const work = session.nest(stranger, () => session.execute("own", insert, ["inside"]));
      await expect(work).rejects.toThrow("no_such_role_anywhere");
      await session.execute("own", insert, [first ? "alone" : "after"]);
      await session.commit();
    }
    expect(await notes()).toEqual([{ words: "after" }, { words: "alone" }, { words: "before" }]);
  });

  it("begins in the packet of its first statement", async () => {
    const session = open();
    await session.nest(owner(), () => session.execute("own", insert, ["inside"]));
    await session.execute("own", insert, ["after"]);
    await session.commit();
    expect(packets).toBe(3);
    expect(await notes()).toEqual([{ words: "after" }, { words: "inside" }]);
  });

  it("that asks for nothing sends nothing, whether it ends well or not", async () => {
    const session = open();
    await session.nest(owner(), () => session.nest(owner(), async () => {}));
    await session.nest(owner(), () => Promise.reject(new Error("refused"))).catch(() => {});
    await session.commit();
    expect(packets).toBe(0);
  });

  it("is undone alone, also where work inside it was done and given back before", async () => {
    const session = open();
    await session.execute("own", insert, ["before"]);
    const work = session.nest(owner(), async () => {
      await session.nest(owner(), () => session.execute("own", insert, ["inside"]));
      throw new Error("refused");
    });
    await expect(work).rejects.toThrow("refused");
    await session.nest(owner(), () => session.execute("own", insert, ["another"]));
    await session.execute("own", insert, ["after"]);
    await session.commit();
    expect(await notes()).toEqual([{ words: "after" }, { words: "another" }, { words: "before" }]);
  });

  it("gives the role back before the commit", async () => {
    await test.sql(`
      create or replace function tell() returns trigger language plpgsql as
        $$ begin update notes set written_by = current_setting('search_path'); return null; end $$;
      create constraint trigger tells after insert on notes deferrable initially deferred for each row execute function tell()`);
    const session = open();
    await session.nest({ ...owner(), schema: "elsewhere" }, () =>
      session.execute("own", prepare("note elsewhere", "insert into public.notes (words) values ($1)"), [
        "inside",
      ]),
    );
    await session.commit();
    const found = await test.sql<{ written_by: string }>("select written_by from notes");
    await test.sql("drop trigger tells on notes");
    expect(found).toEqual([{ written_by: '"public"' }]);
  });

  it("commits nothing in silence where giving the role back failed", async () => {
    const session = open();
    await session.execute("own", insert, ["before"]);
    await session.nest(owner(), async () => {
      await session.execute("own", prepare("savepoint", "release savepoint lintel_0"), []);
    });
    await expect(session.commit()).rejects.toThrow("lintel_0");
    expect(await notes()).toEqual([]);
  });
});
