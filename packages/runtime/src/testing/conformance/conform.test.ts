import { describe, expect, it } from "vitest";
import type { OpenApiDocument } from "../../http/openapi/index.js";
import {
  boolean,
  entity,
  integer,
  list,
  money,
  object,
  open,
  owner,
  reference,
  role,
  service,
  signedIn,
  system,
  text,
  timestamp,
} from "../../index.js";
import { conform, NotConforming } from "./index.js";

const shelves = service("shelves", {
  entities: {
    shelf: entity(
      { label: text({ min: 2, max: 40 }).unique(), isOpen: boolean().default(true) },
      { access: { read: signedIn, write: role("librarian") } },
    ),
    note: entity(
      {
        shelf: reference("shelf"),
        writer: text({ max: 255 }),
        words: text({ max: 100 }),
        secret: text().private().default(""),
      },
      {
        softDelete: true,
        access: { read: owner("writer"), create: signedIn, write: owner("writer"), restore: owner("writer") },
      },
    ),
  },
})
  .command("count", {
    access: open("Anybody may count."),
    input: {
      prices: list(money(), { max: 3 }),
      at: timestamp().optional(),
      by: object({ step: integer({ min: 1, max: 9 }) }),
    },
    output: { sum: integer() },
    run: async ({ input }) => ({ sum: input.prices.length + input.by.step }),
  })
  .query("between", {
    access: signedIn,
    input: {
      steps: list(integer({ min: 0, max: 9 }), { min: 1, max: 3 }),
    },
    output: { steps: integer() },
    run: async ({ input }) => ({ steps: input.steps.length }),
  });

/** What is read after a change, beside what is changed. */
const visits = service("visits", {
  entities: {
    visit: entity(
      { page: text({ min: 1, max: 40 }) },
      { feed: true, access: { create: signedIn, read: signedIn } },
    ),
  },
}).projection("count", {
  fields: { page: text({ max: 40 }), visits: integer() },
  key: "page",
  access: { read: signedIn },
  changes: {
    visit: ({ after }) =>
      after ? [{ key: after.page, next: (row) => ({ visits: (row?.visits ?? 0) + 1 }) }] : [],
  },
});

const counting = system("counting", { version: 1, services: [visits] });

const library = system("conforming", { version: 1, services: [shelves] });

/** A copy of what is served, to be altered. */
type Altered = {
  paths: { [path: string]: { [method: string]: AlteredOperation } };
  components: { schemas: AlteredSchemas };
};
type AlteredOperation = {
  requestBody?: { content: { [type: string]: { schema: AlteredSchemas[string] } } };
  responses: { [status: string]: object | undefined };
};
type AlteredSchemas = { [name: string]: { properties: { [name: string]: object | undefined } } };

async function findingsWith(alter: (document: Altered) => void): Promise<string> {
  const document = (served: OpenApiDocument) => {
    const copy = structuredClone(served);
    alter(copy as unknown as Altered);
    return copy;
  };
  try {
    await conform(library, { seed: 5, runs: 12, document });
  } catch (error) {
    if (error instanceof NotConforming) return error.report.findings.join("\n\n");
    throw error;
  }
  return "";
}

describe("a system and its own document", () => {
  it("agree: every documented answer can be given, and no other is", async () => {
    const report = await conform(library, { seed: 3, runs: 12 });
    expect(report.findings).toEqual([]);
    for (const answer of [
      "createShelf 201",
      "readNote 304",
      "listNote 304",
      "shelvesBetween 304",
      "updateNote 412",
      "restoreNote 200",
      "deleteShelf 409",
    ])
      expect(report.seen).toContain(answer);
    expect(report.excused.every(({ answer, reason }) => / (?:500|409)$/.test(answer) && reason !== "")).toBe(
      true,
    );
  }, 300_000);
});

describe("a projection", () => {
  it("can be waited for as its document says, in each of the ways in which that fails", async () => {
    const report = await conform(counting, { seed: 6, runs: 3 });
    expect(report.findings).toEqual([]);
    expect(report.seen).toEqual(expect.arrayContaining(["listCount 200", "readCount 200", "readCount 410"]));
  }, 300_000);

  it("is found out where a code or the header of a commit is not documented", async () => {
    const findings = async (alter: (document: string) => string) => {
      const document = (served: OpenApiDocument) => JSON.parse(alter(JSON.stringify(served)));
      const refused = await conform(counting, { seed: 6, runs: 1, document }).catch((error) => error);
      expect(refused).toBeInstanceOf(NotConforming);
      return refused.report.findings.join("\n\n");
    };
    expect(await findings((text) => text.replaceAll('"COMMIT_OTHER_EPOCH"', '"COMMIT_INVALID"'))).toMatch(
      /readCount 410: documented, and never seen/,
    );
    expect(
      await findings((text) => text.replaceAll('"Lintel-Commit":{"$ref"', '"Lintel-Other":{"$ref"')),
    ).toMatch(/createVisit: the header lintel-commit is not documented/);
  }, 300_000);
});

describe("a document that says something else", () => {
  it("is found out, whatever it says wrong", async () => {
    const findings = await findingsWith(({ paths, components: { schemas } }) => {
      const at = (path: string, method: string) => paths[path]?.[method]?.responses ?? {};
      delete at("/v1/shelves/{id}", "get")["404"];
      at("/v1/shelves", "get")["418"] = { description: "It is a teapot." };
      const { Shelf, NoteUpdate, Note, NotePart } = schemas;
      if (Shelf) Shelf.properties.label = { type: "integer" };
      if (NoteUpdate) NoteUpdate.properties.words = { type: "string", minLength: 101, maxLength: 110 };
      if (Note) delete Note.properties.words;
      if (NotePart) delete NotePart.properties.words;
      const count = paths["/v1/shelves/count"]?.post?.requestBody?.content["application/json"]?.schema;
      if (count) count.properties.prices = { ...count.properties.prices, maxItems: 1 };
      at("/v1/shelves/between", "get")["200"] = {
        ...at("/v1/shelves/between", "get")["200"],
        headers: { "X-Sum": { required: true, schema: { type: "integer" } } },
      };
    });
    for (const words of [
      /readShelf: .*status 404 is not documented/,
      /listShelf 418: documented, and never seen/,
      /(?:create|update|read)Shelf: .*the body breaks its documented schema:\/data\/label must be integer/,
      /shelvesCount: .*it was taken, though its body breaks: \/prices/,
      /updateNote: .*INPUT_INVALID, though the document allows the request/,
      /(?:create|update|restore|read)Note: .*the body has an undocumented member "words"/,
      /shelvesBetween: .*the documented header X-Sum is missing/,
    ])
      expect(findings).toMatch(words);
  }, 300_000);
});

describe("an excuse", () => {
  it("that is not needed is a finding too", async () => {
    const unseen = { "shelvesCount 200": "nobody counts", "shelvesCount 299": "it does not exist" };
    await expect(conform(library, { seed: 4, runs: 2, unseen })).rejects.toThrow(
      /shelvesCount 200: it is excused[\s\S]*shelvesCount 299: it is excused/,
    );
  }, 300_000);
});
