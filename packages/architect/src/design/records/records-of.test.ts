import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Decision } from "../decisions/index.js";
import { recordFiles, recordsOf } from "./index.js";
import { cutIntoServices, decided } from "./scenario.js";

const [first, second, third] = [
  "2026-12-01T08:00:00Z",
  "2026-12-05T08:00:00Z",
  "2026-12-09T08:00:00Z",
] as const;
const backup = decided({ id: "backup", title: "Copy continuously", question: "How is it kept?" });

describe("records of decisions", () => {
  it("are numbered in order, and dated by whoever asks", () => {
    const records = recordsOf([decided(), backup], [], first);
    expect(records).toMatchObject([
      { number: 1, slug: "run-it-as-one-process-with-inner-borders", status: "accepted", date: "2026-12-01" },
      { number: 2, slug: "copy-continuously", status: "accepted", date: "2026-12-01" },
    ]);
  });

  it("stay byte for byte while nothing is decided otherwise, whenever and in whatever order it is asked", () => {
    const records = recordsOf([decided(), backup], [], first);
    const again = recordsOf([backup, decided()], records, third);
    expect(recordFiles(again)).toEqual(recordFiles(records));
  });

  it("are superseded by another choice, with links both ways, and leave the others alone", () => {
    const records = recordsOf([decided(), backup], [], first);
    const after = recordsOf([decided(cutIntoServices), backup], records, second);
    expect(after).toMatchObject([
      { number: 1, status: "superseded", supersededBy: 3, date: "2026-12-01" },
      { number: 2, status: "accepted" },
      { number: 3, status: "accepted", supersedes: 1, date: "2026-12-05" },
    ]);
    const [index, old, other, now] = recordFiles(after);
    expect(old?.text).toContain("status: superseded");
    expect(old?.text).toContain("Followed by [3. Cut it into services](0003-cut-it-into-services.md).");
    expect(now?.text).toContain(
      "Comes after [1. Run it as one process with inner borders](0001-run-it-as-one-process-with-inner-borders.md).",
    );
    expect(index?.text).toContain("superseded by 3");
    expect(other).toEqual(recordFiles(records)[2]);
    expect(recordsOf([decided(cutIntoServices), backup], after, third)).toEqual(after);
  });

  it("are amended where the same choice stands on other grounds, and say what it stood on before", () => {
    const records = recordsOf([decided()], [], first);
    const grown = decided({
      because: [{ says: "The peak is 600 requests a second.", from: ["REQ-PERF-001"] }],
    });
    const [record] = recordsOf([grown], records, second);
    expect(record).toMatchObject({ number: 1, status: "accepted", date: "2026-12-01" });
    expect(record?.history).toEqual([
      {
        date: "2026-12-05",
        says: "The same choice. It rests on: The peak is 600 requests a second. Before: The peak is 400 requests a second.",
      },
    ]);
  });

  it.each<readonly [string, Partial<Decision>, string]>([
    ["answers", { missing: ["performance.load"] }, "Open since: performance.load."],
    [
      "scores",
      { options: decided().options.map((one) => ({ ...one, score: one.score === 41 ? 52 : one.score })) },
      "Scores: Services 52, was 41.",
    ],
    [
      "who says it",
      { override: { decision: "style", option: "monolith", reason: "We know it." } },
      "It is said by a person now: We know it.",
    ],
    ["thresholds", { wouldChange: [] }, "It would change with no more: A team of more than 12; it is 2."],
  ])("tell of changed %s", (_what, otherwise, says) => {
    const [record] = recordsOf([decided(otherwise)], recordsOf([decided()], [], first), second);
    expect(record?.history.map((event) => event.says)).toEqual([`The same choice. ${says}`]);
  });

  const reworded: Partial<Decision> = {
    because: [{ says: "At the peak there are 400 requests a second.", from: ["REQ-PERF-001"] }],
    consequences: ["One picture is deployed."],
  };

  it("take other words for the same answers, and note nothing", () => {
    const records = recordsOf([decided()], [], first);
    const [record] = recordsOf([decided(reworded)], records, second, true);
    expect(record).toEqual({ ...records[0], decision: decided(reworded) });
  });

  it("note for the same answers what came out otherwise, and nothing of words", () => {
    const judged = decided({
      ...reworded,
      options: decided().options.map((one) => ({ ...one, score: one.score === 41 ? 52 : one.score })),
    });
    const [record] = recordsOf([judged], recordsOf([decided()], [], first), second, true);
    expect(record?.history.map(({ says }) => says)).toEqual([
      "The same choice. Scores: Services 52, was 41.",
    ]);
  });

  it("note nothing where only what follows is told otherwise", () => {
    const records = recordsOf([decided()], [], first);
    const [record] = recordsOf([decided({ consequences: ["One picture is deployed."] })], records, second);
    expect(record?.history).toEqual([]);
  });

  it("are withdrawn once with what they decided on, and followed by a new one if it comes back", () => {
    const ofOrders = decided({ id: "data-pattern", subject: "orders", title: "Plain rows for orders" });
    const records = recordsOf([ofOrders], [], first);
    const without = recordsOf([], records, second);
    expect(without).toMatchObject([{ status: "withdrawn" }]);
    expect(recordFiles(without)[1]?.text).toContain(
      "Withdrawn: orders is not there any more, or what holds for all holds for it too.",
    );
    expect(recordsOf([], without, third)).toEqual(without);
    expect(recordsOf([ofOrders], without, third)).toMatchObject([
      { number: 1, status: "withdrawn", supersededBy: 2 },
      { number: 2, status: "accepted", supersedes: 1, date: "2026-12-09" },
    ]);
  });

  it("of two subjects are two", () => {
    const of = (subject: string) => decided({ id: "data-pattern", subject, title: `Rows for ${subject}` });
    expect(recordsOf([of("orders"), of("users")], [], first).map(({ number }) => number)).toEqual([1, 2]);
  });

  it("never lose or rewrite a number, its slug or its date, whatever is decided", () => {
    const some = fc.uniqueArray(
      fc.record({
        id: fc.constantFrom("style", "backup", "cache", "broker" as const),
        chosen: fc.constantFrom("monolith", "services"),
        title: fc.string(),
      }),
      { selector: ({ id }) => id },
    );
    fc.assert(
      fc.property(fc.array(some, { maxLength: 8 }), (rounds) => {
        let records = recordsOf([], [], first);
        for (const round of rounds) {
          const decisions = round.map((one) => decided(one as Partial<Decision>));
          const before = records;
          records = recordsOf(decisions, before, second);
          expect(records.map(({ number }) => number)).toEqual(records.map((_, place) => place + 1));
          for (const [place, { number, slug, date }] of before.entries())
            expect(records[place]).toMatchObject({ number, slug, date });
          const accepted = records.filter(({ status }) => status === "accepted");
          expect(accepted.map(({ decision: { id, chosen } }) => `${id} ${chosen}`).sort()).toEqual(
            decisions.map(({ id, chosen }) => `${id} ${chosen}`).sort(),
          );
        }
      }),
    );
  });
});
