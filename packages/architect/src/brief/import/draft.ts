/** Where something was read. */
export interface Origin {
  readonly file: string;
  readonly line: number;
}

/** What a specification says, as far as it was recognised: nothing is filled in that does not stand there. */
export interface Draft {
  /** What the specification is written as. */
  readonly form: "spec-kit" | "kiro" | "plain";
  /** Of the project or the feature, as its first heading has it. */
  readonly title: string | undefined;
  readonly rows: readonly FoundRow[];
  readonly parts: readonly FoundPart[];
  readonly choices: readonly FoundChoice[];
  readonly texts: readonly FoundText[];
  /** What was seen and left out, and why. */
  readonly unsure: readonly Unsure[];
}

/** A row of a table, by column; what is not said is not there. */
export interface FoundRow {
  readonly question: TableQuestion;
  readonly cells: { readonly [column: string]: string | readonly string[] };
  readonly from: readonly Origin[];
}

export type TableQuestion =
  | "scope.features"
  | "scope.users"
  | "scope.metrics"
  | "data.entities"
  | "data.edge-cases"
  | "integration.systems";

/** A quantity of a question with several. */
export interface FoundPart {
  readonly question: string;
  readonly part: string;
  readonly text: string;
  readonly from: Origin;
}

export interface FoundChoice {
  readonly question: string;
  readonly option: string;
  readonly from: Origin;
}

export interface FoundText {
  readonly question: string;
  readonly text: string;
  readonly from: Origin;
}

export interface Unsure {
  readonly says: string;
  readonly from: Origin;
}
