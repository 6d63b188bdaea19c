import { describeQuantity, formatQuantity, type Quantity, quoted } from "../quantity/index.js";
import type { QuantityPart } from "../questions/question.js";
import { isMapping, own, shown } from "./given.js";
import { type Piece, piecesOf } from "./part-labels.js";
import { readQuantityValue } from "./quantity-value.js";
import type { Problem, Reading } from "./reading.js";
import { saysNone, saysUnknown } from "./said.js";

/** Reads quantities: in one line, by name or in their order; or a mapping by part. */
export function readQuantities(parts: readonly QuantityPart[], given: unknown): Reading {
  const said =
    typeof given === "string" || typeof given === "number" || given instanceof Date
      ? partsTyped(parts, given)
      : mapped(parts, given);
  if ("problems" in said) return { outcome: "invalid", problems: said.problems };
  const values: { [part: string]: Quantity } = {};
  const missing: string[] = [];
  const problems: Problem[] = [];
  for (const part of parts) {
    const text = said.values.get(part.id);
    const isOut =
      text === undefined ||
      text === null ||
      (typeof text === "string" && (text.trim() === "" || (part.optional && saysNone(text))));
    if (isOut || (typeof text === "string" && saysUnknown(text))) {
      if (!part.optional || !isOut) missing.push(`What is it for "${part.title}"?`);
      continue;
    }
    const read = readQuantityValue(text, [part.measure]);
    if (read.outcome === "vague")
      missing.push(parts.length > 1 ? `${part.title}: ${read.missing}` : read.missing);
    if (read.outcome === "invalid") problems.push({ at: part.id, message: read.problem });
    if (read.outcome !== "clear") continue;
    const broken = outOfBounds(part, read.quantity);
    if (broken) problems.push({ at: part.id, message: broken });
    values[part.id] = read.quantity;
  }
  if (problems.length > 0) return { outcome: "invalid", problems };
  if (missing.length > 0) return { outcome: "vague", missing: missing.slice(0, 3) };
  const value = { kind: "quantities" as const, parts: values };
  return { outcome: "clear", value, restated: restateQuantities(parts, value.parts) };
}

/** "Usual: 50 a second. Peak: 2,000 a second." */
export function restateQuantities(
  parts: readonly QuantityPart[],
  values: { readonly [part: string]: Quantity },
): string {
  const said = parts.flatMap(({ id, title }) => {
    const value = own(values, id) as Quantity | undefined;
    return value ? `${title}: ${describeQuantity(value)}.` : [];
  });
  return said.join(" ") || "None.";
}

function outOfBounds(
  { measure, least, most }: QuantityPart,
  { value, ...others }: Quantity,
): string | undefined {
  const shownAs = (bound: number) =>
    quoted(formatQuantity({ ...others, measure, value: bound })).slice(1, -1);
  if (least !== undefined && value < least)
    return `${shownAs(value)} is too little: ${shownAs(least)} at least.`;
  if (most !== undefined && value > most) return `${shownAs(value)} is too much: ${shownAs(most)} at most.`;
  return undefined;
}

type Said = { readonly values: ReadonlyMap<string, unknown> } | { readonly problems: readonly Problem[] };

function mapped(parts: readonly QuantityPart[], given: unknown): Said {
  if (Array.isArray(given) && given.every((one) => typeof one === "string"))
    return partsTyped(parts, given.join("\n"));
  if (!isMapping(given))
    return {
      problems: [
        { at: "", message: `${shown(given)} is no answer: write a text, or a mapping of ${idsOf(parts)}.` },
      ],
    };
  const strangers = Object.keys(given).filter((key) => !parts.some(({ id }) => id === key));
  if (strangers.length > 0 && !(parts.length === 1 && Object.hasOwn(given, "measure")))
    return {
      problems: strangers.slice(0, 10).map((key) => ({
        at: key.slice(0, 60),
        message: `There is no part ${quoted(key)}: ${idsOf(parts)}.`,
      })),
    };
  const [only] = parts;
  if (strangers.length > 0 && only) return { values: new Map([[only.id, given]]) };
  return { values: new Map(parts.map(({ id }) => [id, own(given, id)])) };
}

/** Pieces with a name go where it says; the others, in their order, to the first part that can be read from them. */
export function partsTyped(parts: readonly QuantityPart[], given: string | number | Date): Said {
  const [only] = parts;
  if (typeof given !== "string") return { values: new Map(only ? [[only.id, given]] : []) };
  if (saysNone(given) && parts.every(({ optional }) => optional)) return { values: new Map() };
  const values = new Map<string, string>();
  const problems: Problem[] = [];
  const nameless: Piece[] = [];
  for (const piece of piecesOf(given, parts)) {
    if (piece.stranger !== undefined)
      problems.push({
        at: piece.stranger,
        message: `There is no part ${quoted(piece.stranger)}: ${idsOf(parts)}.`,
      });
    else if (!piece.part) nameless.push(piece);
    else if (values.has(piece.part.id))
      problems.push({
        at: piece.part.id,
        message: `It is said twice: ${quoted(values.get(piece.part.id) ?? "")} and ${quoted(piece.text)}.`,
      });
    else values.set(piece.part.id, piece.text);
  }
  for (const { text } of nameless) {
    const free = parts.filter(({ id }) => !values.has(id));
    const part =
      free.find(({ measure }) => readQuantityValue(text, [measure]).outcome === "clear") ?? free[0];
    if (part) values.set(part.id, text);
    else
      problems.push({ at: "", message: `${quoted(text)} is one more than is asked for: ${idsOf(parts)}.` });
  }
  return problems.length > 0 ? { problems: problems.slice(0, 10) } : { values };
}

function idsOf(parts: readonly QuantityPart[]): string {
  return parts.map(({ id }) => id).join(", ");
}
