/**
 * How wide values are, as somebody measured it on a sample of rows: it takes the place of what is usual. Kept in a file that a person can edit;
 * what is not in it is taken as usual.
 */
export interface Widths {
  /** By schema and table: `catalog.products`. */
  readonly tables: { readonly [table: string]: TableWidths };
}

export interface TableWidths {
  /** Rows of the sample. */
  readonly rows: number;
  readonly columns: { readonly [column: string]: ColumnWidths };
  /** Part of the rows that an index with a condition is about, 0 to 1, by its name. */
  readonly parts: { readonly [index: string]: number };
  readonly words?: WordWidths;
}

export interface ColumnWidths {
  /** Bytes of its values as they are kept, without a header, from the shortest to the longest in equal steps of how many. */
  readonly lengths?: readonly number[];
  /** Part of the rows that have no value, 0 to 1. */
  readonly absent?: number;
}

/** Words of a text search vector. */
export interface WordWidths {
  /** Bytes of a word, from the shortest to the longest in equal steps of how many. */
  readonly lengths: readonly number[];
  /** How many words are in so many rows of the sample each: `[rows, words]`, by rows. */
  readonly classes: readonly (readonly [rows: number, words: number])[];
}
