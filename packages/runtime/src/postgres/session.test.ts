import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { failure } from "../errors.js";
import { createTestDatabase, type TestDatabase } from "../testing/database.js";
import { prepare } from "./compile/prepared.js";
import { type Connection, openConnection } from "./connection/connection.js";
import { openSession } from "./session.js";

let test: TestDatabase;
let connection: Connection;
/** How many packets were sent before the answer to an earlier one had come. */
let overlapping: number;

beforeAll(async () => {
  test = await createTestDatabase();
  await test.sql("create table notes (words text primary key, written_by text default current_user)");
});
afterAll(() => test.drop());
beforeEach(async () => {
  await test.sql("truncate notes");
  overlapping = 0;
  connection = await openConnection(
    {
      url: test.url,
      role: new URL(test.url).username,
      schema: "public",
      applicationName: "session test",
      statementTimeout: 5_000,
      idleInTransactionTimeout: 5_000,
      connectTimeout: 5_000,
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
      if (connection.inFlight > 0) overlapping += 1;
      return connection.execute(request);
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

describe("work as another service", () => {
  it("does not wait for the change of role, there and back", async () => {
    const session = open();
    await session.execute(insert, ["before"]);
    await session.nest(owner(), () => session.execute(insert, ["inside"]));
    await session.execute(insert, ["after"]);
    await session.commit();
    expect(overlapping).toBe(2);
    expect(await notes()).toEqual([{ words: "after" }, { words: "before" }, { words: "inside" }]);
  });

  it("is not done with other rights where the role cannot be taken, in an open transaction or as its first work", async () => {
    for (const first of [true, false]) {
      const session = open();
      if (!first) await session.execute(insert, ["before"]);
      const work = session.nest(stranger, () => session.execute(insert, ["inside"]));
      await expect(work).rejects.toThrow("no_such_role_anywhere");
      await session.execute(insert, [first ? "alone" : "after"]);
      await session.commit();
    }
    expect(await notes()).toEqual([{ words: "after" }, { words: "alone" }, { words: "before" }]);
  });

  it("commits nothing in silence where giving the role back failed", async () => {
    const session = open();
    await session.execute(insert, ["before"]);
    await session.nest(owner(), async () => {
      await session.execute(prepare("savepoint", "release savepoint lintel_0"), []);
    });
    await expect(session.commit()).rejects.toThrow("lintel_0");
    expect(await notes()).toEqual([]);
  });
});
