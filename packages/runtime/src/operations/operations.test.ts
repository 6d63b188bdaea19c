import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  anyone,
  calledBy,
  entity,
  enumeration,
  integer,
  list,
  nobody,
  notImplemented,
  object,
  open,
  role,
  service,
  system,
  text,
  timestamp,
} from "../index.js";
import { type TestSystem, testSystem } from "../testing/index.js";

const ledger = service("ledger", {
  entities: { entry: entity({ note: text({ max: 50 }) }, { access: { read: nobody } }) },
})
  .command("note", {
    access: calledBy("desk"),
    input: { note: text({ max: 10 }) },
    output: { note: text(), by: text(), kind: text(), at: timestamp() },
    errors: { NOTE_REFUSED: { status: 418, description: "No such notes." } },
    async run({ input, db, actor, fail, now }) {
      await db.entry.insert({ note: input.note });
      if (input.note === "refused") fail("NOTE_REFUSED", "Not this one.");
      if (input.note === "broken") throw new Error("the inside of the ledger");
      return { note: input.note, by: actor.id, kind: actor.kind, at: now };
    },
  })
  .command("plan", {
    access: calledBy("desk"),
    async run({ db }) {
      await db.entry.insert({ note: "half of it" });
      throw notImplemented("REQ-FEAT-PLAN");
    },
  })
  .command("audit", { access: role("auditor"), async run() {} });

const desk = service("desk", {
  uses: { book: ledger },
  entities: { letter: entity({ words: text() }, { access: { read: nobody } }) },
})
  .command("write", {
    access: open("Nothing but a test calls it."),
    input: { notes: list(text()), mode: enumeration("return", "catch", "audit", "plan").default("return") },
    output: {
      made: list({ note: text(), by: text(), kind: text() }),
      deep: object({ inner: object({ shown: integer(), absent: text().optional() }) }),
    },
    async run({ input, db, call }) {
      await db.letter.insert({ words: input.notes.join(" ") });
      if (input.mode === "audit") await call.book.audit({} as never);
      if (input.mode === "plan") await call.book.plan({});
      const calls = input.notes.map((note) => call.book.note({ note }));
      const made =
        input.mode === "catch"
          ? (await Promise.allSettled(calls)).flatMap((one) =>
              one.status === "fulfilled" ? [one.value] : [],
            )
          : await Promise.all(calls);
      const deep = { inner: { shown: 1, hidden: 2 }, hidden: 3 };
      return { made, deep: deep as unknown as { inner: { shown: number; absent: string | null } } };
    },
  })
  .query("letters", {
    access: anyone,
    output: { words: list(text()) },
    async run({ db }) {
      return { words: (await db.letter.find({ sort: ["createdAt"] })).map(({ words }) => words) };
    },
  })
  .query("meddle", {
    access: anyone,
    output: { words: list(text()) },
    async run({ db }) {
      await db.sql`insert into letters (id, words) values (gen_random_uuid(), 'meddled')`;
      return { words: [] };
    },
  });

const office = system("office", { version: 1, services: [ledger, desk] });

let app: TestSystem;
beforeAll(async () => {
  app = await testSystem(office);
});
afterAll(() => app?.stop());

const write = (notes: readonly string[], mode = "return") =>
  app.anonymous.post("/v1/desk/write", { notes, mode });
const entries = async () => (await app.sql`select note from ledger.entries`).map(({ note }) => note);
const letters = async () => (await app.sql`select words from desk.letters`).map(({ words }) => words);

describe("calls into another service", () => {
  it("made at the same time run one after another, as the service that calls", async () => {
    const answer = await write(["a", "b", "c", "d"]);
    expect(answer.status).toBe(200);
    const by = { by: "desk", kind: "service" };
    expect(answer.body.data.made).toEqual(["a", "b", "c", "d"].map((note) => ({ note, ...by })));
    expect(await entries()).toEqual(expect.arrayContaining(["a", "b", "c", "d"]));
  });

  it.each([
    [["first", "refused"], 418, "NOTE_REFUSED"],
    [["second", "far too long a note"], 422, "INPUT_INVALID"],
    [["third", "broken"], 500, "INTERNAL"],
  ])("that fail (%j) undo everything and reach the client with %i %s", async (notes, status, code) => {
    const answer = await write(notes);
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
    if (status === 418) expect(answer.body.detail).toBe("Not this one.");
    expect(JSON.stringify(answer.body)).not.toContain("inside of the ledger");
    expect(await entries()).not.toContain(notes[0]);
    expect(await letters()).not.toContain(notes.join(" "));
  });

  it("undo only their own part where the caller goes on without them", async () => {
    const answer = await write(["kept", "refused", "also"], "catch");
    expect(answer.status).toBe(200);
    expect(await entries()).toEqual(expect.arrayContaining(["kept", "also"]));
    expect(await entries()).not.toContain("refused");
    expect(await letters()).toContain("kept refused also");
  });

  it("are refused where the other's rule does not name the service", async () => {
    const answer = await write([], "audit");
    expect(answer).toMatchObject({ status: 403, body: { code: "ACCESS_DENIED" } });
  });
});

describe("what is not written yet", () => {
  it("answers with the requirement that asks for it, and undoes what was done before", async () => {
    const before = await entries();
    const { status, body } = await write([], "plan");
    expect([status, body.code]).toEqual([501, "NOT_IMPLEMENTED"]);
    expect(body.detail).toBe("REQ-FEAT-PLAN is not written yet.");
    expect(await entries()).toEqual(before);
  });
});

describe("an output", () => {
  it("holds what is declared at every level, null for what is absent, and nothing else", async () => {
    const { body } = await write([]);
    expect(body.data).toEqual({ made: [], deep: { inner: { shown: 1, absent: null } } });
  });
});

describe("a query", () => {
  it("reads, and cannot write", async () => {
    await write(["x"]);
    const read = await app.anonymous.get("/v1/desk/letters");
    expect(read.body.data.words).toContain("x");
    const before = await letters();
    expect((await app.anonymous.get("/v1/desk/meddle")).status).toBeGreaterThanOrEqual(400);
    expect(await letters()).toEqual(before);
  });
});
