import type { Quantity } from "../quantity/quantity.js";

/** What an answer came to: plain data, the same text as JSON however it was said. */
export type AnswerValue =
  | { readonly kind: "quantities"; readonly parts: { readonly [part: string]: Quantity } }
  /** Ids of options, in the order of the options. `other` is what none of them says. */
  | { readonly kind: "choice"; readonly chosen: readonly string[]; readonly other?: string }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "table"; readonly rows: readonly TableRow[] };

/** A row of a table, by column; what was left out is not there. */
export interface TableRow {
  readonly [column: string]: Cell;
}

/** A text, an option's id, ids of options, lines such as acceptance criteria, or a quantity. */
export type Cell = string | readonly string[] | Quantity;
