import { expect, it } from "vitest";
import { entity, resolve, service, system, text } from "../../blueprint/index.js";
import { layoutOf } from "../layout.js";
import { createShapes } from "./shapes.js";

const [note] =
  resolve(
    system("kept", {
      version: 1,
      services: [service("desk", { entities: { note: entity({ title: text(), body: text() }) } })],
    }),
  ).services[0]?.entities ?? [];
if (!note) throw new TypeError("There is no note.");

const shape = (length: number) => ({
  prepared: { text: "x".repeat(length), name: "", label: "note.list" },
  layout: layoutOf(note, note.fields),
});

it("keeps a shape for each selection and key", () => {
  const shapes = createShapes();
  const [one, other] = [[...note.fields], [...note.fields]];
  const made = shapes.take(one, "true", () => shape(10));
  expect(shapes.take(one, "true", () => shape(10))).toBe(made);
  expect(shapes.take(one, "false", () => shape(10))).not.toBe(made);
  expect(shapes.take(other, "true", () => shape(10))).not.toBe(made);
});

it("keeps no more than its limit, however many selections and conditions are asked for", () => {
  const limit = 1_000_000;
  const shapes = createShapes(limit);
  const usual = shapes.take(note.fields, "true", () => shape(100));
  for (let selection = 0; selection < 100; selection += 1) {
    const select = [...note.fields];
    for (let condition = 0; condition < 50; condition += 1) {
      shapes.take(select, `condition ${condition}`, () => shape(2_000));
      expect(shapes.take(note.fields, "true", () => shape(100))).toBe(usual);
    }
    expect(shapes.characters).toBeLessThanOrEqual(limit);
  }
  expect(shapes.characters).toBeGreaterThan(limit / 2);
});
