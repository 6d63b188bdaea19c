import { join } from "node:path";
import { checkSystem } from "@lintel/runtime/tools";
import fc from "fast-check";
import { parseSync } from "oxc-parser";
import { expect, it } from "vitest";
import { keptInterviews, takenFrom } from "../../cli/interview/fixture.js";
import { compilerComplaints, projectFolder, projectIn } from "../../practice/scenario.js";
import { loadBlueprint } from "../../project/index.js";
import { type EntityNeed, type FeatureNeed, type Needs, needsOf } from "../needs/index.js";
import { asFiles, drafted } from "./fixture.js";

const [shop] = keptInterviews;
if (!shop) throw new Error("The shop is kept.");
const usual = needsOf((await takenFrom(shop)).interview.brief);

const words = fc.constantFrom(
  "order",
  "user",
  "select",
  "default",
  "constructor",
  "__proto__",
  "prototype",
  "then",
  "return",
  "class",
  "await",
  "event",
  "service",
  "text",
  "list",
  "state",
  "name",
  "price",
  "number",
  "when",
  "who",
  "who asked",
  "two orders",
  "e-mail",
  "its end",
  "A or B",
  "Größe",
  "Заказ",
  "注文",
  "طلب",
  "👩‍🔧",
  "*/",
  "/*",
  "//",
  "`",
  `$${"{x}"}`,
  "'",
  '"',
  "\\",
  "\n",
  "\r\n",
  "\u2028",
  "\u2029",
  "\u0000",
  "\ud800",
  "\u202e",
  "a".repeat(200),
  "0",
  "9lives",
  "how many of an order are here",
  "one state of an order",
  "four values",
  "holiday or illness",
  "IF",
  "SHALL",
  "REQ-FEAT-X",
  "",
  " ",
);
const text = fc.oneof(
  fc.array(words, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(" ")),
  fc.array(words, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(", ")),
  fc.string({ unit: "binary", maxLength: 60 }),
);
const criterion = fc.oneof(
  text,
  fc.tuple(text, text).map(([one, other]) => `IF ${one} THEN THE SYSTEM SHALL refuse ${other}`),
  fc.tuple(text, text).map(([one, other]) => `WHEN ${one} THE SYSTEM SHALL show it as ${other}`),
);
const entity: fc.Arbitrary<EntityNeed> = fc.record({
  name: text,
  holds: text,
  now: fc.nat(1_000_000),
  inAYear: fc.nat(2_000_000_000),
  privacy: fc.constantFrom("public", "internal", "personal", "sensitive"),
  keptFor: fc.constantFrom(3_600, 86_400, 365 * 86_400),
  from: fc.constant(["REQ-DATA-001"]),
});
const feature: fc.Arbitrary<FeatureNeed> = fc.record({
  id: text.map((one) => `REQ-FEAT-${one}`),
  name: text,
  what: text,
  priority: fc.constantFrom("P0", "P0", "P1", "P3"),
  criteria: fc.array(criterion, { maxLength: 4 }),
});
const choices: { readonly [question: string]: readonly (readonly string[])[] } = {
  "security.authentication": [[], ["user-owned", "permissions", "anonymous"], ["permissions"]],
  "security.audit": [[], ["reads"]],
  "architecture.interfaces": [["rest"], ["rest", "webhooks", "events", "websocket"]],
  "data.deletion": [["hide"], ["erase"], ["anonymise"]],
  "architecture.search": [["database"], []],
  "experience.guests": [["both"], ["account"]],
};
const needs: fc.Arbitrary<Needs> = fc
  .record({
    name: text,
    entities: fc.array(entity, { maxLength: 9 }),
    features: fc.array(feature, { maxLength: 8 }),
    actors: fc.array(fc.record({ name: text, does: text, people: fc.nat(100_000), from: fc.constant([]) }), {
      maxLength: 5,
    }),
    rules: fc.array(fc.record({ id: text, name: text, criteria: fc.array(criterion, { maxLength: 2 }) }), {
      maxLength: 3,
    }),
    verdict: fc.constantFrom("required" as const, "optional" as const, "not-needed" as const),
    seed: fc.nat(1_000),
  })
  .map(({ verdict, seed, ...rest }) => ({
    ...usual,
    ...rest,
    authentication: { value: { ...usual.authentication.value, verdict }, from: [] },
    choice(question: string) {
      const options = choices[question];
      const value = options?.[seed % options.length];
      return value ? { value, from: [], bySomeone: true } : usual.choice(question);
    },
  }));

it("what anybody may write comes out as TypeScript that says nothing else", () => {
  fc.assert(
    fc.property(needs, (given) => {
      for (const { path, text: source } of drafted(given)) {
        expect([path, parseSync(path, source).errors]).toEqual([path, []]);
        expect(source).not.toMatch(/\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}/u);
        for (const line of source.split("\n")) expect(line).toBe(line.trimEnd());
      }
    }),
    { numRuns: 60 },
  );
}, 240_000);

it("it compiles, and passes the checks without an error, whatever is asked for", async () => {
  const samples = fc.sample(needs, { numRuns: 30, seed: 20_261_130 });
  const all = samples.map((given, at) => asFiles(drafted(given), `drafts/${at}/`));
  const folder = projectFolder(Object.assign({}, ...all));
  expect(await compilerComplaints(folder)).toBe("");
  for (const at of samples.keys()) {
    const findings = checkSystem(await loadBlueprint(projectIn(join(folder, "drafts", String(at)))));
    expect(
      findings
        .filter(({ severity }) => severity === "error")
        .map(({ code, path, value }) => [at, code, path, value]),
    ).toEqual([]);
  }
}, 180_000);
