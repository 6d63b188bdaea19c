import type { Measure } from "../quantity/quantity.js";

/** What answers a question, and what of it is clear. */
export type AnswerKind =
  | { readonly kind: "quantities"; readonly parts: readonly QuantityPart[] }
  | {
      readonly kind: "choice";
      readonly options: readonly Option[];
      /** Several may be chosen. */
      readonly many?: true;
      /** What else may be said: "another system". Left out where the options are all there is. */
      readonly other?: string;
    }
  | {
      readonly kind: "text";
      /** What a clear answer speaks of. */
      readonly aspects: readonly Aspect[];
    }
  | {
      readonly kind: "table";
      /** One row: "entity". */
      readonly row: string;
      readonly columns: readonly Column[];
      /** Rows that there must be; 1 unless told. */
      readonly least?: number;
    };

export interface QuantityPart {
  /** kebab-case. */
  readonly id: string;
  readonly title: string;
  readonly measure: Measure;
  readonly optional?: true;
  /** In the measure's unit. */
  readonly least?: number;
  readonly most?: number;
}

export interface Option {
  readonly id: string;
  readonly title: string;
  readonly pros: readonly string[];
  readonly cons: readonly string[];
  /** When it fits, in a sentence. */
  readonly fits: string;
  /** It cannot be chosen together with another: "none". */
  readonly alone?: true;
}

/** Something that a text must speak of to be clear. */
export interface Aspect {
  /** What is asked for where it is missing: "Who has the problem today?" */
  readonly ask: string;
  /** Whether a text speaks of it. */
  readonly isIn: (text: string) => boolean;
}

export interface Column {
  /** camelCase. The first column is the row's name, unique in the table. */
  readonly id: string;
  readonly title: string;
  readonly optional?: true;
  readonly cell:
    | { readonly kind: "name" }
    | { readonly kind: "text" }
    /** Sentences in the form of EARS, one a line. */
    | { readonly kind: "criteria" }
    | { readonly kind: "lines" }
    | { readonly kind: "quantity"; readonly measure: Measure | readonly Measure[] }
    | { readonly kind: "choice"; readonly options: readonly string[]; readonly many?: true };
}
