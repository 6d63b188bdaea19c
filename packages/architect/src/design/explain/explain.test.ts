import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { requirementsOf } from "../../brief/index.js";
import { briefOf, rows } from "../../brief/scenario.js";
import { completeBrief, confirmed } from "../../gate/scenario.js";
import { decided } from "../decisions/fixture.js";
import { commerce } from "../documents/scenario.js";
import { needsOf } from "../needs/index.js";
import { recordsOf } from "../records/index.js";
import { type Explanation, explain, type Ground } from "./index.js";

let shop: Ground;

beforeAll(async () => {
  const { cut, ...rest } = await commerce();
  const decisions = decided(rest.needs, { cut });
  shop = {
    ...rest,
    cut,
    decisions,
    documents: [
      {
        path: "system.md",
        text: "# The system\n\n## Services\n\norders answers within [REQ-PERF-002], not REQ-PERF-0021.\n",
      },
      { path: "decisions/0001-run-it.md", text: "# Run it\n\nSee system.md.\n" },
    ],
    tests: [
      {
        requirement: "REQ-FEAT-PLACE-ORDER/1",
        test: "acceptance/place-order.test.ts > REQ-FEAT-PLACE-ORDER/1",
        isGreen: true,
      },
      { requirement: "REQ-FEAT-PLACE-ORDER-TWICE/1", test: "another", isGreen: true },
    ],
  };
});

function told(words: string, ground = shop): Explanation {
  const explained = explain(ground, words);
  if (explained.found !== "one") throw new Error(`${words}: ${JSON.stringify(explained)}`);
  return explained.explanation;
}

const idsOf = ({ dependents }: Explanation, kind: string) =>
  dependents.find((group) => group.kind === kind)?.items.map(({ id }) => id) ?? [];

describe("explaining a requirement", () => {
  it("tells the question, the answer as it was said, and who confirmed it", () => {
    const { says, origins } = told("REQ-PERF-002");
    expect(says[0]).toMatch(/^WHILE the load is at its peak/);
    expect(origins).toMatchObject([
      {
        requirements: ["REQ-PERF-002"],
        question: {
          id: "performance.latency",
          said: expect.stringContaining("150 ms"),
          confirmed: expect.stringMatching(/^Confirmed by .+ on \d{4}-\d\d-\d\d\.$/),
        },
      },
    ]);
  });

  it("names the decisions, the documents and the tests that depend on it, and no others", () => {
    expect(idsOf(told("REQ-PERF-002"), "decisions")).toContain("style");
    expect(idsOf(told("REQ-PERF-002"), "documents")).toEqual(["system.md"]);
    expect(idsOf(told("REQ-FEAT-PLACE-ORDER"), "tests")).toEqual([
      "acceptance/place-order.test.ts > REQ-FEAT-PLACE-ORDER/1",
    ]);
    expect(idsOf(told("REQ-FEAT-PLACE-ORDER"), "operations")).toEqual(["orders.placeOrder"]);
  });

  it("gives amounts of the plan in the units that the documents have", () => {
    const of = (words: string) =>
      told(words)
        .dependents.find(({ kind }) => kind === "capacity")
        ?.items.map(({ says }) => says) ?? [];
    const memory = of("REQ-DATA-001").find((says) => says.startsWith("Rows and indexes that are read often"));
    expect(memory).toMatch(/: [\d.,]+ (?:bytes|[kMGT]B) now, [\d.,]+ [kMGT]B in a year, of [\d.,]+ GB/);
    const server = of("REQ-PERF-001").find((says) => says.startsWith("Processors that requests keep busy"));
    expect(server).toMatch(/: [\d.]+ processors now, [\d.]+ in a year, of [\d.]+; full in [\d.]+ months\.$/);
  });

  it("says what would change it: what is typed, and where decisions turn", () => {
    const { changes } = told("REQ-PERF-002");
    expect(changes[0]).toMatchObject({ command: "lintel brief change performance.latency" });
    expect(changes.slice(1)).not.toEqual([]);
    for (const { from } of changes.slice(1)) expect(from).toContain("REQ-PERF-002");
  });

  it.each(["req-perf-002", " REQ-PERF-002 ", "requirement REQ-PERF-002", "REQ-PERF-002/1"])(
    "is found as %j",
    (words) => {
      expect(told(words).subject).toMatchObject({ kind: "requirement", id: "REQ-PERF-002" });
    },
  );
});

describe("explaining what a blueprint has", () => {
  it.each([
    ["orders", "service", "orders"],
    ["table orders", "entity", "orders.order"],
    ["order", "entity", "orders.order"],
    ["order_lines", "entity", "orders.orderLine"],
    ["Order line", "entity", "orders.orderLine"],
    ["orders.placeOrder", "command", "orders.placeOrder"],
    ["placeOrder", "command", "orders.placeOrder"],
    ["/v1/orders/place-order", "command", "orders.placeOrder"],
    ["place order", "command", "orders.placeOrder"],
    ["feature place order", "requirement", "REQ-FEAT-PLACE-ORDER"],
    ["commerce.orders.order-placed.v1", "event", "orders.orderPlaced"],
    ["system.md", "document", "system.md"],
    ["docs/architecture/system.md", "document", "system.md"],
    ["system", "document", "system.md"],
    ["performance.load", "question", "performance.load"],
    ["style", "decision", "style"],
  ])("takes %j for a %s", (words, kind, id) => {
    expect(told(words).subject).toMatchObject({ kind, id });
  });

  it("tells of an entity how many there are, how large they are and how long they are kept", () => {
    const [need] = shop.needs.entities.filter(({ name }) => name === "order");
    if (!need) throw new TypeError("The shop has no orders.");
    const says = told("entity order").says.join("\n");
    expect(says).toContain(`${need.holds}: `);
    expect(says).toMatch(/ kept for (?:as long as it is there|[\d,]+ (?:years?|days?))\.\n/);
    expect(says).toMatch(/ [kMG]B in a year, [\d,]+ bytes a row, without its (?:index|\d+ indexes)\./);
  });

  it("tells what else is called so", () => {
    expect(told("orders").also).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind: "entity", id: "orders.order" })]),
    );
  });

  it("tells of an entity what the brief says of it, and what refers to it", () => {
    const order = told("order");
    expect(order.origins[0]?.question?.said).toMatch(/^name \| .+\norder \| /);
    expect(idsOf(order, "entities")).toEqual(expect.arrayContaining(["orders.orderLine"]));
    expect(order.says.join("\n")).toContain("orders.orders");
  });

  it("tells of an event who listens", () => {
    expect(idsOf(told("orderPlaced"), "services")).not.toEqual([]);
  });
});

describe("explaining a decision", () => {
  it("tells every option, the facts that decided with their answers, and what follows from it", () => {
    const style = told("style");
    expect(style.says.join("\n")).toMatch(/Chosen: .+\(modular-monolith\)/);
    expect(style.origins.some(({ question }) => question !== undefined)).toBe(true);
    expect(idsOf(style, "decisions")).toContain("deployment");
    expect(style.changes.length).toBeGreaterThan(1);
  });

  it("is found by the number of its record, whose history is told", () => {
    const { decisions = [] } = shop;
    const records = recordsOf(decisions, [], "2026-12-01T09:00:00Z");
    const seventh = records[6];
    if (!seventh) throw new Error("There are more than seven decisions.");
    for (const words of ["adr 7", "ADR 0007", "adr-7", "decision 7"]) {
      const { subject, origins } = told(words, { ...shop, records });
      expect(subject.id).toBe(
        seventh.decision.subject === undefined
          ? seventh.decision.id
          : `${seventh.decision.id} ${seventh.decision.subject}`,
      );
      expect(origins.at(-1)?.says).toMatch(
        /^Record 7, accepted, of 2026-12-01: docs\/architecture\/decisions\/0007-/,
      );
    }
    expect(explain({ ...shop, records }, "adr 999")).toMatchObject({
      found: "none",
      nearest: expect.arrayContaining([expect.objectContaining({ kind: "decision" })]),
    });
    expect(explain(shop, "adr 7")).toEqual({ found: "none", nearest: [] });
  });

  it("lists what is meant where it stands for parts alone", () => {
    expect(explain(shop, "identity")).toMatchObject({
      found: "several",
      meant: [{ id: "identity people" }, { id: "identity machines" }],
    });
  });
});

describe("explaining from a brief alone", () => {
  it("needs neither design nor blueprint", () => {
    const brief = confirmed(completeBrief());
    const ground = { brief, requirements: requirementsOf(brief), needs: needsOf(brief) };
    expect(told("REQ-PERF-001", ground).origins[0]?.question?.confirmed).toMatch(/^Confirmed by A person/);
    expect(told("performance.load", ground).says).not.toEqual([]);
    for (const { id } of ground.requirements) expect(told(id, ground).subject.id).toBe(id);
  });

  it("says of a question that is not asked that it is not", () => {
    const brief = completeBrief();
    const ground = { brief, requirements: requirementsOf(brief), needs: needsOf(brief) };
    const answered = new Set(ground.requirements.map(({ question }) => question));
    expect(answered.has("integration.protocol")).toBe(false);
    expect(told("integration.protocol", ground)).toMatchObject({
      says: expect.arrayContaining(["This project is not asked it, after its other answers."]),
      origins: [{ says: "It has no answer." }],
    });
  });
});

describe("what is not there", () => {
  it.each([
    ["consistncy", "decision", "consistency"],
    ["REQ-PERF-02", "requirement", "REQ-PERF-002"],
    ["order_line", "entity", undefined],
    ["performance.laod", "question", "performance.load"],
    ["table ordr", "entity", "orders.order"],
  ])("is told with what is spelled alike: %j", (words, kind, id) => {
    const explained = explain(shop, words);
    if (id === undefined) expect(explained.found).toBe("one");
    else
      expect(explained).toMatchObject({
        found: "none",
        nearest: expect.arrayContaining([expect.objectContaining({ kind, id })]),
      });
  });

  it("never throws for words, whatever they are", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.constantFrom(
            "__proto__",
            "constructor",
            "table constructor",
            "adr 99999999999999999999",
            "REQ-",
            "((",
            "x".repeat(100_000),
            "/",
          ),
        ),
        (words) => {
          const explained = explain(shop, words);
          if (explained.found === "none") expect(explained.nearest.length).toBeLessThanOrEqual(5);
        },
      ),
      { numRuns: 150 },
    );
    expect(explain(shop, "   ")).toEqual({ found: "none", nearest: [] });
  });
});

it("explains every subject of the shop, and each by its own id", () => {
  const { requirements, decisions = [] } = shop;
  const ids = [
    ...requirements.map(({ id }) => id),
    ...decisions.map(({ id, subject }) => (subject === undefined ? id : `${id} ${subject}`)),
  ];
  for (const id of ids) {
    const { subject, origins } = told(id);
    expect([subject.id, origins.length > 0]).toEqual([id, true]);
  }
});

it("keeps names as hostile as they are, for whoever shows them to escape", () => {
  const name = 'a `b` <script>"x"</script> */ | 表';
  const brief = briefOf({
    "data.entities": rows({ name, holds: "what is hostile", privacy: ["public"] }),
  });
  const ground = { brief, requirements: requirementsOf(brief), needs: needsOf(brief) };
  expect(told(name, ground).subject).toMatchObject({ kind: "entity", id: name });
});
