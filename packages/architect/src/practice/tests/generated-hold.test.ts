import { expect, it } from "vitest";
import { runVitest } from "../record/run-vitest.js";
import { complaints, makeTestsIn, projectFolder } from "../scenario.js";

/** Every kind of field, rule and limit that tests are generated of. */
const services = String.raw`import {
  allOf,
  anyOf,
  anyone,
  bigint,
  boolean,
  by,
  check,
  date,
  decimal,
  email,
  entity,
  enumeration,
  fieldValue,
  id,
  integer,
  json,
  list,
  many,
  money,
  nobody,
  object,
  open,
  owner,
  reference,
  role,
  service,
  signedIn,
  text,
  timestamp,
  url,
  when,
  search,
} from "@lintel/runtime";
const person = entity(
  { name: text({ min: 2, max: 5 }), mail: email().unique() },
  {
    rows: 1000,
    access: {
      read: anyOf(owner("id"), role("clerk")),
      update: owner("id"),
      create: nobody,
      delete: role("boss"),
    },
  },
);
const account = entity(
  {
    holder: reference("person"),
    code: text({ pattern: "^[A-Z]{3}-\\d{4}$" }),
    site: url({ max: 100 }),
    balance: decimal({ precision: 8, scale: 3, min: "-5.5", max: "10.25" }),
    big: bigint({ min: "-10", max: "9007199254740993" }),
    born: date(),
    seen: timestamp(),
    tags: list(text({ max: 5 }), { min: 2, max: 3 }),
    meta: json<{ a: string }>({
      type: "object",
      required: ["a"],
      properties: { a: { type: "string", pattern: "^a+$" } },
    }),
    secret: text({ max: 10 }).private().optional(),
    n: integer().unique(),
  },
  {
    softDelete: true,
    rows: 1000,
    access: { read: anyOf(owner("holder"), role("clerk")), write: allOf(role("clerk"), owner("holder")) },
  },
);
const post = entity(
  {
    title: text({ max: 30 }).unique(),
    state: enumeration("draft", "live", "gone").default("draft"),
    live: boolean().default(false),
    author: id().immutable(),
    low: integer().default(1),
    high: integer().default(2),
  },
  {
    rows: 1000,
    checks: [check("low_below_high", { low: { lte: fieldValue("high") } })],
    access: {
      read: anyOf(when({ live: true }), owner("author")),
      create: signedIn,
      update: allOf(owner("author"), when({ state: "draft" })),
      delete: anyOf(allOf(role("a"), role("b")), when({ state: { ne: "live" } })),
    },
  },
);
const pair = entity(
  { left: text({ max: 100 }), right: integer({ min: 5, max: 2000 }) },
  { rows: 1000, indexes: [by("left", "right").unique()], access: { read: anyone, write: open("a test") } },
);
const pay = entity(
  { wage: integer({ min: 1 }), note: text({ max: 10 }).optional(), team: text({ max: 5 }) },
  {
    rows: 1000,
    access: {
      read: signedIn,
      write: role("clerk"),
      fields: { wage: { read: role("boss"), write: role("boss") }, note: { write: role("boss") } },
    },
  },
);
export const all = service("all", { entities: { person, account, post, pair, pay } })
  .command("doIt", {
    access: anyOf(role("boss"), role("clerk")),
    input: {
      person: id("person"),
      amount: money(),
      items: list({ q: integer({ min: 1, max: 3 }), k: enumeration("x", "y") }, { min: 1, max: 2 }),
      opt: text({ max: 4 }).optional(),
      deep: object({ a: integer({ min: 0 }), b: text({ max: 2 }).optional() }),
    },
    errors: {
      PERSON_GONE: { status: 410, description: 'Gone "now".' },
      HUH: { status: 409, description: "No x." },
    },
    async run({ input, db, fail }) {
      if (!(await db.person.get(input.person))) fail("PERSON_GONE");
    },
  })
  .query("sums", {
    access: signedIn,
    input: { from: date(), tags: list(text({ max: 3 }), { min: 1, max: 2 }) },
    output: { n: integer() },
    async run() {
      return { n: 1 };
    },
  })
  .query("open", {
    access: anyone,
    output: { n: integer() },
    async run() {
      return { n: 1 };
    },
  });
`;

it("what is generated of a blueprint holds for it, but for what a person has to say", async () => {
  const folder = projectFolder({
    "services/all.ts": services,
    "blueprint.ts":
      'import { system } from "@lintel/runtime";\nimport { all } from "./services/all.js";\nexport default system("rich", { version: 1, services: [all] });\n',
    "vitest.config.ts":
      "export default { resolve: { preserveSymlinks: true }, test: { testTimeout: 60_000, hookTimeout: 60_000 } };\n",
  });
  await makeTestsIn(folder);
  expect(await complaints(folder)).toBe("");
  const { testResults } = await runVitest(folder, [], { isSilent: true });
  const tests = testResults.flatMap((file) => file.assertionResults);
  expect(testResults.map(({ message }) => message ?? "").join("")).toBe("");
  expect(tests.filter(({ status }) => status === "passed").length).toBeGreaterThan(200);
  expect(
    tests
      .filter(({ status }) => status !== "passed")
      .map(({ title, failureMessages }) => [title, failureMessages?.[0]]),
  ).toEqual([
    ["ERROR all.doIt.HUH: No x.", expect.stringMatching(/^Error: Not written yet: ERROR all\.doIt\.HUH/)],
  ]);
});
