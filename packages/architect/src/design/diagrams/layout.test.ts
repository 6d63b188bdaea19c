import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { entityPicture } from "./entities/entity-picture.js";
import { entityDiagrams, graphs, sequences } from "./fixture.js";
import { graphPicture } from "./graph/graph-picture.js";
import { faultsOf } from "./picture/fixture.js";
import type { Picture } from "./picture/picture.js";
import { onSheet } from "./picture/sheet.js";
import { sequencePicture } from "./sequence/sequence-picture.js";

const runs = { numRuns: 60, endOnFailure: true };

describe("whatever the names are, each text lies in its box, and boxes, labels and lines keep clear of each other", () => {
  test("of boxes and arrows", () => {
    fc.assert(
      fc.property(graphs(12), (graph) => {
        expect(faultsOf(onSheet(graphPicture(graph), graph.title, graph.notes ?? []))).toEqual([]);
      }),
      runs,
    );
  });

  test("of sequences", () => {
    fc.assert(
      fc.property(sequences, (sequence) => {
        expect(faultsOf(onSheet(sequencePicture(sequence), sequence.title, []))).toEqual([]);
      }),
      runs,
    );
  });

  test("of tables", () => {
    fc.assert(
      fc.property(entityDiagrams, (diagram) => {
        expect(faultsOf(onSheet(entityPicture(diagram), diagram.title, []))).toEqual([]);
      }),
      runs,
    );
  });
});

test("a field without a name and a type has room for the mark of its key", () => {
  const nameless = { name: " ", type: "\u0007", key: "foreign", optional: false } as const;
  const entities = [{ id: "a", title: "A", fields: [nameless] }];
  const picture = entityPicture({ title: "A", entities, relations: [] });
  expect(faultsOf(onSheet(picture, "A", []))).toEqual([]);
  expect(picture.boxes.flatMap(({ texts }) => texts.map(({ text }) => text))).toEqual(["A", "FK"]);
});

test.each([
  ["words", "WWWWWWWW MMMMMMMM "],
  ["a phrase that is one character", "\ufdfd"],
])(
  "what happens only at times has room for %s in its title, however deep and however narrow the participants",
  (_, text) => {
    const steps = Array.from({ length: 4 }, () => ({ step: "when", text }) as const);
    const ends = steps.map(() => ({ step: "end" }) as const);
    const participants = [{ id: "a", title: "", kind: "person" }] as const;
    const picture = sequencePicture({ title: "A", participants, steps: [...steps, ...ends] });
    expect(faultsOf(onSheet(picture, "A", []))).toEqual([]);
  },
);

test("what is wrong with a picture is seen", () => {
  const at = (x: number, y: number) => ({ x, y, width: 100, height: 50 });
  const text = { text: "a long line of text", x: 50, y: 20, type: { size: 14 }, anchor: "middle" } as const;
  const picture: Picture = {
    width: 400,
    height: 200,
    frames: [],
    boxes: [
      { id: "a", kind: "service", ...at(0, 0), texts: [text] },
      { id: "b", kind: "service", ...at(90, 0), texts: [] },
    ],
    labels: [{ ...at(150, 20), texts: [] }],
    lines: [
      {
        from: "a",
        to: "b",
        look: "solid",
        points: [
          { x: 50, y: 25 },
          { x: 450, y: 25 },
        ],
      },
    ],
  };
  const kinds = new Set(faultsOf(picture).map((fault) => fault.split(":")[0]));
  expect([...kinds].sort()).toEqual([
    "boxes overlap",
    "label on a box",
    "line outside of the sheet",
    "line through a box",
    "not within its box",
  ]);
});
