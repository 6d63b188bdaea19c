import { wordsOf } from "../../language/index.js";
import type { FieldSketch } from "../sketch.js";
import { core, fieldNameOf } from "./phrases.js";
import type { Found, Reading } from "./reading.js";

const measured = { kind: "decimal", precision: 18, scale: 6 } as const;
const numbers: ReadonlyMap<string, number> = new Map([
  ["two", 2],
  ["three", 3],
  ["four", 4],
  ["five", 5],
  ["six", 6],
  ["seven", 7],
  ["eight", 8],
]);

/** "four values" of a reading: those that a feature lists, as many; else a list of as many. "mean of four values" is a list in their order. */
export function quantitiesOf(item: string, { known, fields }: Reading): Found | undefined {
  const match =
    /^(?:(.+) of )?(two|three|four|five|six|seven|eight) (?:values|quantities|measurements|readings)$/i.exec(
      item,
    );
  if (!match) return undefined;
  const count = numbers.get(match[2]?.toLowerCase() ?? "") ?? 0;
  const listed = listedIn(
    known.needs.features.map(({ what }) => what),
    count,
  );
  const note = listed
    ? `In the order of ${listed.join(", ")}.`
    : "What each of them is, the brief does not say.";
  const several = { kind: "list", item: measured, min: count, max: count } as const;
  if (match[1] !== undefined) {
    return {
      all: true,
      fields: [
        ...fields.map((field) => (isExtreme(field) ? { ...field, type: several, note } : field)),
        { name: fieldNameOf(match[1]), type: several, note },
      ],
    };
  }
  if (!listed) return { fields: [{ name: "values", type: several, note }] };
  return { fields: listed.map((name) => ({ name: fieldNameOf(name), type: measured })) };
}

/** A list of so many single words: "pressure, flow, current and vibration". */
function listedIn(texts: readonly string[], count: number): readonly string[] | undefined {
  for (const text of texts) {
    const pattern = new RegExp(`\\b((?:[a-z]+, ){${Math.max(0, count - 2)}}[a-z]+ and [a-z]+)\\b`, "gi");
    for (const match of text.matchAll(pattern)) {
      const words = (match[1] ?? "").split(/,\s*|\s+and\s+/).map((word) => core(word));
      if (
        words.length === count &&
        new Set(words).size === count &&
        words.every((word) => wordsOf(word).length === 1)
      )
        return words;
    }
  }
  return undefined;
}

const isExtreme = ({ name, type }: FieldSketch) =>
  type.kind === "decimal" && /^(?:least|most|min|max|mean|average)$/.test(name);
