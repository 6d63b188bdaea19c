import type { QuantityPart } from "../questions/question.js";
import { piecesOf } from "./part-labels.js";
import { readQuantityValue } from "./quantity-value.js";
import { partsTyped } from "./read-quantities.js";

/**
 * An answer to several parts that was given bit by bit: what was clear before and is not said anew, each part with its name, and then what has been
 * typed now.
 */
export function addParts(parts: readonly QuantityPart[], earlier: string, typed: string): string {
  const said = partsTyped(parts, earlier);
  if ("problems" in said) return typed;
  const anew = new Set(piecesOf(typed, parts).map(({ part }) => part?.id));
  const kept = parts.flatMap(({ id, measure }) => {
    const text = said.values.get(id);
    const isClear = typeof text === "string" && readQuantityValue(text, [measure]).outcome === "clear";
    return isClear && !anew.has(id) ? [`${id}: ${text}`] : [];
  });
  return [...kept, typed].join("; ");
}
