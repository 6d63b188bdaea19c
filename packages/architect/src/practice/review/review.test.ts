import { resolve } from "@lintel/runtime/tools";
import { describe, expect, it } from "vitest";
import { requirementsOf } from "../../brief/index.js";
import { briefOf, refunds, shop } from "../../brief/scenario.js";
import { loadBlueprint } from "../../project/index.js";
import type { TestLedger } from "../ledger/index.js";
import { notebook, notes, projectFolder, projectIn } from "../scenario.js";
import { findTests } from "../suite/index.js";
import { review } from "./index.js";

const command = `.command("archive", {
  access: role("editor"),
  errors: { NOTE_GONE: { status: 409, description: "It is gone." } },
  async run() {},
})`;

async function model() {
  const folder = projectFolder({ "blueprint.ts": notebook, "services/notes.ts": `${notes}${command};\n` });
  return resolve(await loadBlueprint(projectIn(folder)));
}

const empty: TestLedger = { format: 1, entries: [] };
const suite = (...names: readonly string[]) => [
  findTests("acceptance/a.test.ts", names.map((name) => `it(${JSON.stringify(name)}, () => {});`).join("\n")),
];
const requirements = requirementsOf(briefOf(shop, { refunds }));

describe("a review", () => {
  it("lists every requirement, criterion, edge case, metric, access rule and error that no test names", async () => {
    const { gaps, covered } = review(requirements, await model(), [], empty);
    const ids = gaps.map(({ id }) => id);
    expect(covered).toBe(0);
    expect(gaps).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: "REQ-FEAT-PLACE-ORDER/1", kind: "criterion" }),
        expect.objectContaining({ id: "REQ-FEAT-PLACE-ORDER/2", kind: "criterion" }),
        expect.objectContaining({ id: "REQ-EDGE-LAST-ITEM-TWICE/1", kind: "edge case" }),
        expect.objectContaining({ id: "REQ-RULE-STOCK/1", kind: "rule" }),
        expect.objectContaining({ id: "REQ-METRIC-ORDERS-LOST", kind: "metric" }),
        expect.objectContaining({ id: "REQ-DOWN-MAIL", kind: "outage" }),
        expect.objectContaining({ id: "REQ-REFUNDS-FEAT-REFUND-ORDER/1", kind: "criterion" }),
        expect.objectContaining({ id: "ACCESS notes.note.create", kind: "access rule" }),
        expect.objectContaining({ id: "ACCESS notes.archive", kind: "access rule" }),
        expect.objectContaining({ id: "ERROR notes.archive.NOTE_GONE", kind: "error" }),
      ]),
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.some((id) => id.includes("GIFT") || id.includes("PLAN") || id.endsWith("restore"))).toBe(
      false,
    );
  });

  it("takes what a test names for covered, unless it is skipped or only a comment", async () => {
    const source = `
      it("REQ-FEAT-PLACE-ORDER/1: x", () => {});
      it.skip("REQ-FEAT-PLACE-ORDER/2: x", () => {});
      // it("REQ-METRIC-ORDERS-LOST", () => {});
      describe("ACCESS notes.archive", () => { it("is for editors", () => {}); });
    `;
    const found = review(requirements, await model(), [findTests("a.test.ts", source)], empty);
    const gap = (id: string) => found.gaps.find((one) => one.id === id);
    expect(found.covered).toBe(2);
    expect(gap("REQ-FEAT-PLACE-ORDER/1")).toBeUndefined();
    expect(gap("ACCESS notes.archive")).toBeUndefined();
    expect(gap("REQ-FEAT-PLACE-ORDER/2")?.skipped).toBe(true);
    expect(gap("REQ-METRIC-ORDERS-LOST")?.skipped).toBe(false);
  });

  it("tells of tests that name what is not there, and not of what needs no test", async () => {
    const { stale } = review(
      requirements,
      await model(),
      suite(
        "REQ-FEAT-PLACE-ORDER/3: gone",
        "REQ-FEAT-OLD: gone",
        "ACCESS notes.note.publish: gone",
        "LIMIT notes.note.body: there",
        "REQ-FEAT-GIFT-CARDS: out of scope",
        "REQ-PLAN-001: no test needed",
      ),
      empty,
    );
    expect(stale.flatMap(({ ids }) => ids)).toEqual(
      ["REQ-FEAT-PLACE-ORDER/3", "REQ-FEAT-OLD", "ACCESS notes.note.publish", "REQ-PLAN-001"].filter(
        (id) => !requirements.some((one) => one.id === id),
      ),
    );
  });

  it("counts the tests by what the ledger saw of them as they are now", async () => {
    const tests = suite("REQ-RULE-STOCK/1: a", "REQ-RULE-STOCK/1: b", "REQ-RULE-STOCK/1: c");
    const [a, b] = tests[0]?.tests ?? [];
    const seen = { commit: "", at: "2026-01-01T00:00:00.000Z" };
    const entry = (one: typeof a, digest = one?.digest ?? "") => ({
      requirement: "",
      test: one?.test ?? "",
      digest,
      red: { ...seen, reason: "" },
    });
    const ledger: TestLedger = {
      format: 1,
      entries: [{ ...entry(a), green: seen }, entry(b), { ...entry(tests[0]?.tests[2], "0"), green: seen }],
    };
    expect(review([], await model(), tests, ledger).seen).toEqual({
      green: 1,
      red: [b?.test],
      unseen: [expect.stringContaining("c")],
    });
  });

  it("says which file of tests cannot be read", async () => {
    const { unreadable } = review([], await model(), [findTests("a.test.ts", 'it("')], empty);
    expect(unreadable).toMatchObject([{ file: "a.test.ts", line: 1 }]);
  });
});
