import type { FieldSketch, TypeSketch } from "../sketch.js";

/** What a noun of everyday work is kept as. */
export type Kept = Omit<FieldSketch, "name" | "note">;

const short = { kind: "text", min: 1, max: 200 } as const;
const long = { kind: "text", max: 5_000 } as const;
const whole = { kind: "text", max: 100_000 } as const;
const word = { kind: "text", max: 100 } as const;

/** By the last word of what is held, in the singular. */
const kinds: readonly (readonly [nouns: string, kept: Kept])[] = [
  ["price amount total cost fee balance salary wage sum fare rent", { type: { kind: "money" } }],
  ["count quantity age capacity stock size rank score position", { type: { kind: "integer", min: 0 } }],
  ["sequence", { type: { kind: "bigint", min: "0" } }],
  [
    "value measurement temperature pressure flow current voltage vibration weight height width length distance speed energy rate percentage share latitude longitude least most mean",
    { type: { kind: "decimal", precision: 18, scale: 6 } },
  ],
  ["time moment hour timestamp instant", { type: { kind: "timestamp" } }],
  ["date day birthday deadline", { type: { kind: "date" } }],
  ["email mail", { type: { kind: "email" }, personal: true }],
  ["url link website homepage site address-of-page", { type: { kind: "url" } }],
  ["picture photo image file document attachment recording video", { type: { kind: "url" } }],
  ["name title headline caption subject-line label", { type: short }],
  ["text body content story", { type: whole }],
  ["evidence message summary wish", { type: long }],
  ["description note comment remark", { type: long, optional: true }],
  ["reason why", { type: { kind: "text", min: 1, max: 1_000 } }],
  ["address", { type: { kind: "text", max: 500 }, personal: true }],
  ["phone telephone fax", { type: { kind: "text", max: 40 }, personal: true }],
  ["currency", { type: { kind: "text", min: 3, max: 3, pattern: "^[A-Z]{3}$" } }],
  ["country", { type: { kind: "text", min: 2, max: 2, pattern: "^[A-Z]{2}$" } }],
  ["token secret password hash", { type: { kind: "text", max: 255 }, private: true, optional: true }],
  ["fingerprint serial", { type: { kind: "text", max: 128 }, unique: true }],
  ["consent agreement permission", { type: { kind: "boolean" }, default: false }],
  ["setting preference option metadata payload snapshot", { type: { kind: "json" }, optional: true }],
  ["before after range configuration", { type: { kind: "json" }, optional: true }],
  [
    "code unit kind type plan role ward town city subject place category topic purpose firmware company contact sample goods reference",
    { type: word },
  ],
];

const byNoun: ReadonlyMap<string, Kept> = new Map(
  kinds.flatMap(([nouns, kept]) => nouns.split(" ").map((noun) => [noun, kept] as const)),
);

/** How a noun is kept; undefined for one that nobody could know. */
export function keptAs(noun: string): Kept | undefined {
  return byNoun.get(noun);
}

/** Values that stand alone, as many as there are. */
export function listOf(item: TypeSketch): TypeSketch {
  return { kind: "list", item, max: 100 };
}
