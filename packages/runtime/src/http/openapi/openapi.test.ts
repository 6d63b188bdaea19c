import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { describe, expect, it } from "vitest";
import {
  anyone,
  calledBy,
  entity,
  id,
  integer,
  json,
  list,
  many,
  money,
  owner,
  reference,
  resolve,
  role,
  search,
  service,
  signedIn,
  system,
  text,
  timestamp,
} from "../../blueprint/index.js";
import { endpointsOf } from "../endpoints.js";
import { errorsPage, openApiDocument, referencePage } from "./index.js";

const library = service("library", {
  description: "Books & who wrote <them>.",
  entities: {
    author: entity(
      { name: text({ min: 2, max: 80 }), books: many("book", "author") },
      { access: { read: anyone, write: role("librarian") } },
    ),
    book: entity(
      {
        title: text({ max: 200 }).unique(),
        isbn: text({ pattern: "^97[89][0-9]{10}$" }).optional(),
        price: money(),
        author: reference("author"),
        tags: list(text({ max: 20 }), { max: 5 }).default([]),
        notes: json({ type: "object" }).optional(),
        cost: money().private(),
        format: text().optional().deprecated("Use edition."),
      },
      {
        softDelete: true,
        indexes: [search(["title"])],
        access: { read: anyone, write: role("librarian"), fields: { notes: { read: role("librarian") } } },
      },
    ),
    loan: entity({ reader: id(), due: timestamp() }, { access: { read: owner("reader") } }),
    secret: entity({ word: text() }),
  },
})
  .command("lend", {
    access: signedIn,
    input: { book: id("book"), days: integer({ min: 1, max: 60 }).default(14) },
    output: { due: timestamp() },
    errors: { ALREADY_LENT: { status: 409, description: "Somebody else has it." } },
    run: async ({ now }) => ({ due: now }),
  })
  .command("internal", { access: calledBy("other"), run: async () => undefined })
  .query("counts", {
    access: anyone,
    input: { since: timestamp().optional() },
    output: { books: integer() },
    run: async () => ({ books: 0 }),
  });

const model = resolve(system("library", { version: 2, services: [library] }));
const document = openApiDocument(model, { pageSize: 100, includeDepth: 2 }, "http://127.0.0.1:4400");
const operations = Object.values(document.paths).flatMap((item) => Object.values(item));

/** Every place in a document that satisfies a condition. */
function* places(value: unknown): Generator<{ readonly [key: string]: unknown }> {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value)) yield value as { readonly [key: string]: unknown };
  for (const inner of Object.values(value)) yield* places(inner);
}

describe("the OpenAPI document", () => {
  it("describes each endpoint that is served, and no other", () => {
    const described = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual(
      endpointsOf(model)
        .map(({ method, path }) => `${method} ${path}`)
        .sort(),
    );
    expect(described).not.toContain("POST /v2/library/internal");
  });

  it("names each operation once", () => {
    const names = operations.map((operation) => operation.operationId);
    expect(new Set(names).size).toBe(names.length);
  });

  it("refers only to what is there", () => {
    const references = [...places(document)].flatMap(({ $ref }) => (typeof $ref === "string" ? [$ref] : []));
    expect(references.length).toBeGreaterThan(20);
    for (const reference of references) {
      const found = reference
        .slice(2)
        .split("/")
        .reduce<unknown>((at, part) => (at as { [key: string]: unknown } | undefined)?.[part], document);
      expect(found, reference).toBeDefined();
    }
  });

  it("shows examples that satisfy their schemas", () => {
    const ajv = new Ajv2020({ strict: false, formats: { int32: true, int64: true, decimal: true } });
    (formats as unknown as (ajv: Ajv2020) => void)(ajv);
    ajv.addSchema(document, "document");
    const bodies = [...places(document.paths)].filter((place) => "schema" in place && "example" in place);
    expect(bodies.length).toBeGreaterThan(8);
    for (const { schema, example } of bodies) {
      const absolute = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"document#/'));
      const validate = ajv.compile(absolute);
      expect(validate(example), `${JSON.stringify(example)}: ${ajv.errorsText(validate.errors)}`).toBe(true);
    }
  });

  it("keeps silent about private fields and about what nobody may reach", () => {
    const text_ = JSON.stringify(document);
    expect(text_).not.toContain('"cost"');
    expect(text_).not.toContain("Secret");
  });

  it("does not promise a field that only some may read", () => {
    expect(document.components.schemas.Book?.required).not.toContain("notes");
    expect(document.components.schemas.Book?.required).toContain("title");
  });

  it("says who may, with the declared errors of commands", () => {
    const lend = document.paths["/v2/library/lend"]?.post;
    expect(lend?.["x-access"]).toBe("For whoever is signed in.");
    expect(JSON.stringify(lend?.responses["409"])).toContain("ALREADY_LENT: Somebody else has it.");
  });
});

describe("what a route may answer", () => {
  const statuses = (path: string, method: "get" | "post" | "patch" | "delete") =>
    Object.keys(document.paths[path]?.[method]?.responses ?? {});

  it("is refused only where the access rule can refuse somebody whose token is good", () => {
    expect(statuses("/v2/books", "get")).not.toContain("403");
    expect(statuses("/v2/books", "post")).toContain("403");
    expect(statuses("/v2/library/lend", "post")).not.toContain("403");
    expect(statuses("/v2/loans/{id}", "get")).toContain("403");
  });

  it("is a conflict only where something can be in the way", () => {
    expect(statuses("/v2/library/counts", "get")).not.toContain("409");
    expect(JSON.stringify(document.paths["/v2/authors/{id}"]?.delete?.responses["409"])).toContain(
      "AUTHOR_IN_USE",
    );
    expect(JSON.stringify(document.paths["/v2/books/{id}"]?.delete?.responses["409"])).not.toContain(
      "IN_USE",
    );
    expect(JSON.stringify(document.paths["/v2/books/{id}"]?.patch?.responses["409"])).toContain(
      "BOOK_EXISTS",
    );
    expect(JSON.stringify(document.paths["/v2/authors/{id}"]?.patch?.responses["409"])).not.toContain(
      "EXISTS",
    );
  });

  it("is 304 of every GET: of a row by its ETag, of a list and a query by star, since those have none", () => {
    const unchanged = (path: string) => JSON.stringify(document.paths[path]?.get?.responses["304"] ?? {});
    expect(unchanged("/v2/books/{id}")).toContain("headers/ETag");
    for (const path of ["/v2/books", "/v2/library/counts"]) {
      expect(unchanged(path)).toContain("If-None-Match: *");
      expect(unchanged(path)).not.toContain("headers/ETag");
    }
    expect(statuses("/v2/books", "post")).not.toContain("304");
    expect(statuses("/v2/library/lend", "post")).not.toContain("304");
  });

  it("lists the codes of each status in its schema", () => {
    const refused = document.paths["/v2/books"]?.post?.responses["422"];
    expect(JSON.stringify(refused)).toContain(
      '"enum":["INPUT_INVALID","IDEMPOTENCY_KEY_REUSED","REFERENCE_NOT_FOUND"]',
    );
  });
});

describe("parameters", () => {
  it("that are lists are one value with commas", () => {
    const { parameters = [] } = document.paths["/v2/books"]?.get ?? {};
    const lists = parameters.filter(
      (one) => "schema" in one && (one.schema as { type?: string }).type === "array",
    );
    expect(lists.map((one) => "name" in one && one.name)).toEqual(
      expect.arrayContaining(["sort", "fields", "include", "filter[price][in]"]),
    );
    for (const one of lists) expect(one).toMatchObject({ explode: false });
  });

  it("that are compared with keep no limit but that of their column", () => {
    const { parameters = [] } = document.paths["/v2/books"]?.get ?? {};
    const schemaOf = (name: string) => parameters.find((one) => "name" in one && one.name === name);
    expect(schemaOf("filter[price][lt]")).toMatchObject({
      schema: { pattern: expect.stringContaining("-?") },
    });
    expect(document.components.schemas.BookCreate).toMatchObject({
      properties: { price: { pattern: expect.not.stringContaining("-?") } },
    });
  });
});

describe("the reference page", () => {
  const page = referencePage(document);

  it("gathers the comparisons of a field in one row", () => {
    expect(page).toContain("Equal; or with [ne] [lt]");
    expect(page).not.toContain("filter[title][lt]");
  });

  it("shows every operation", () => {
    for (const { operationId } of operations) expect(page).toContain(`<article id="${operationId}">`);
  });

  it("fetches nothing and runs nothing", () => {
    expect(page).not.toMatch(/<script|<link|<img|@import|url\(/);
    expect(page).not.toMatch(/(?:src|href)="(?!#|\/openapi\.json|\/docs\/errors")/);
  });

  it("shows words of the blueprint as words", () => {
    expect(page).toContain("Books &amp; who wrote &lt;them&gt;.");
  });
});

describe("the page of errors", () => {
  it("has a place for every code, those of entities and of commands too", () => {
    const page = errorsPage(model);
    for (const code of ["INPUT_INVALID", "BOOK_NOT_FOUND", "AUTHOR_IN_USE", "ALREADY_LENT"]) {
      expect(page).toContain(`<span id="${code}">`);
    }
    expect(page).not.toContain(`id="ENTITY_`);
  });
});
