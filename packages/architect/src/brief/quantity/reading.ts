import type { Quantity } from "./quantity.js";

/** What was understood of a quantity. */
export type QuantityReading =
  | { readonly outcome: "clear"; readonly quantity: Quantity }
  /** What is asked for, as a question. */
  | { readonly outcome: "vague"; readonly missing: string }
  /** The value and the rule that it breaks. */
  | { readonly outcome: "invalid"; readonly problem: string };

/** A number of a measure as far as it was read, and what stands after it. */
export type Amount =
  | { readonly amount: Omit<Quantity, "measure" | "condition">; readonly rest: string }
  | { readonly missing: string }
  | { readonly problem: string }
  /** It is a quantity, of another measure. */
  | { readonly unfit: string };

/** Shortens what is quoted in a message, and shows what cannot be seen. */
export function quoted(text: string): string {
  const shown = text.length > 60 ? `${text.slice(0, 57)}...` : text;
  return `"${shown.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`)}"`;
}
