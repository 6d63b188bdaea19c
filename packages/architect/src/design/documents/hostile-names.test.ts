import {
  anyone,
  entity,
  enumeration,
  event,
  integer,
  owner,
  reference,
  search,
  service,
  signedIn,
  system,
  text,
} from "@lintel/runtime";
import { resolve, type SystemModel } from "@lintel/runtime/tools";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { briefOf, choose, rows, shop } from "../../brief/scenario.js";
import type { Architecture } from "../architecture.js";
import { linkRequirements } from "../text/index.js";
import { apiDocuments } from "./api/index.js";
import { databaseDocument } from "./database/index.js";
import type { DocumentFile } from "./document.js";
import { readMarkdown } from "./fixture.js";
import { documentsOf } from "./index.js";
import { indexDocument } from "./readme/index.js";
import { designed } from "./scenario.js";
import { systemDocument } from "./system/index.js";

/** Stands in every text of people, until a name takes its place. */
const place = "Placeholder";

const brief = briefOf({
  ...shop,
  "scope.users": rows({ name: `customer ${place}`, does: `orders ${place}` }),
  "scope.features": rows(
    {
      name: `Place order ${place}`,
      what: `a customer orders ${place}`,
      priority: "P0",
      criteria: [`WHEN ${place} is asked for THE SYSTEM SHALL do it within 1 s`],
    },
    { name: `Nothing like it ${place}`, what: `what no command does ${place}`, priority: "P1" },
    { name: `Gift cards ${place}`, what: `cards ${place}`, priority: "P3" },
  ),
  "data.entities": rows({
    name: "order",
    holds: `what a customer ordered ${place}`,
    now: { measure: "count", value: 10 },
    inAYear: { measure: "count", value: 20 },
    privacy: "personal",
  }),
  "data.rules": rows({ name: `stock ${place}`, rule: [`THE SYSTEM SHALL never sell more than ${place}`] }),
  "integration.systems": rows({
    name: `Mail ${place}`,
    purpose: `tells customers ${place}`,
    direction: "out",
    authentication: "api-key",
    whenDown: `messages wait ${place}`,
  }),
  "security.regulations": choose("gdpr"),
});

function modelWith(name: string): SystemModel {
  const article = entity(
    { name: text({ max: 50 }).unique(), kind: enumeration("a|b", "`c`") },
    { description: name, access: { read: anyone }, indexes: [search(["name"])] },
  );
  const order = entity(
    {
      customer: text({ max: 50, pattern: "^[a-z|`*_<>]+$" }).personal().deprecated(`Use another. ${name}`),
      article: reference("article"),
      quantity: integer({ min: 1 }).default(1),
    },
    { description: name, access: { read: owner("customer"), write: owner("customer") }, feed: true },
  );
  const orders = service("orders", {
    description: name,
    entities: { article, order },
    events: { orderPlaced: event({ quantity: integer() }, { description: name }) },
  }).command("placeOrder", {
    description: name,
    access: signedIn,
    input: { quantity: integer() },
    errors: { SOLD_OUT: { status: 409, description: name } },
    async run({ emit, input }) {
      emit.orderPlaced(input);
    },
  });
  return resolve(system("shop", { version: 1, description: name, services: [orders] }));
}

const benign = designed(brief, modelWith(place));

/** The same, with a name in each place. */
function named(name: string): Architecture {
  const put = (value: unknown): unknown => {
    if (typeof value === "string") return value.replaceAll(place, () => name);
    if (Array.isArray(value)) return value.map(put);
    if (typeof value !== "object" || value === null || value instanceof Map) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, put(one)]));
  };
  const { model: _, ...rest } = benign;
  return { ...(put(rest) as Omit<Architecture, "model">), model: modelWith(name) };
}

/** Those of this folder, without pictures. */
function pagesOf(architecture: Architecture): readonly DocumentFile[] {
  const files = [
    systemDocument(architecture),
    databaseDocument(architecture),
    ...apiDocuments(architecture).filter(({ path }) => path.endsWith(".md")),
  ];
  const known = new Set(architecture.requirements.map(({ id }) => id));
  return [...files, indexDocument(architecture, files)].map((file) => ({
    ...file,
    text: linkRequirements(file.text, file.path, known),
  }));
}

/** What a reader's program makes of pages, but for the words: headings, tables, links and tags. */
function formOf(files: readonly DocumentFile[]) {
  return files
    .filter(({ path }) => path.endsWith(".md"))
    .map(({ path, text: markdown }) => {
      const { headings, tables, targets, tags, emphasised } = readMarkdown(markdown);
      return {
        path,
        headings: headings.map(({ level }) => level),
        tables: tables.map(({ titles, rows: lines }) => [
          titles.length,
          ...lines.map((cells) => cells.length),
        ]),
        targets: targets.length,
        emphasised,
        tags: tags
          .map((tag) => tag.replace(/id="[^"]*"/, ""))
          .filter((tag) => tag !== "<code>" && tag !== "</code>"),
      };
    });
}

const vile = [
  "# A heading",
  "*one* _two_ ~~three~~ **four**",
  "a | b | c",
  "`code` ``` fence",
  "</td></table><script>alert(1)</script>",
  "[link](javascript:alert(1)) ![x](y) [REQ-PERF-001] [REQ-PERF-001]: https://example.org",
  `*/ $${"{process.exit(1)}"} <!-- --> ]]>`,
  "line\n\n# other\r\n| a |\n| --- |\n- item",
  "select \"from\" 'where'; drop table x; --",
  "注文 заказ טבלה \u202egnirts",
  "n".repeat(200),
];

const expected = formOf(documentsOf(benign));

describe("pages with names that mean harm", () => {
  it.each(vile)("have the form that they have with %j as with any other", (name) => {
    expect(formOf(documentsOf(named(name)))).toEqual(expected);
  });

  it("have that form whatever the name", () => {
    const form = formOf(pagesOf(benign));
    const marks = fc.string({
      unit: fc.constantFrom(..."\\`*_[]()<>|#+-.&!~=\"' ab1\n".split("")),
      minLength: 1,
    });
    const name = fc.oneof(
      marks,
      fc.string({ unit: "grapheme", minLength: 1 }),
      fc.string({ unit: "binary", minLength: 1 }),
    );
    fc.assert(
      fc.property(name, (given) => {
        expect(formOf(pagesOf(named(`x${given}`)))).toEqual(form);
      }),
      { numRuns: 20 },
    );
  });
});
