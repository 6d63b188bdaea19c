/** Something that a commit should not hold, where it is, and what to do about it. */
export interface Finding {
  /** The id of the rule: `dependency-committed`. */
  readonly rule: string;
  /** From the repository's folder, with `/`. */
  readonly file: string;
  /** Counted from 1; left out where the whole file is meant. */
  readonly line?: number;
  /** What is wrong, naming what was found. A secret is never repeated. */
  readonly says: string;
  /** What to do. */
  readonly remedy: string;
}

/** A finding that the project lives with, and why. */
export interface Allowed extends Finding {
  readonly reason: string;
}

/** A file that no rule could look into. */
export interface Unread {
  readonly file: string;
  readonly line?: number;
  readonly because: string;
}

/** What the guard has to say about a commit. */
export interface Report {
  /** How many files were looked at. */
  readonly files: number;
  readonly findings: readonly Finding[];
  readonly allowed: readonly Allowed[];
  readonly unread: readonly Unread[];
}
