import type { ToolErrorCode } from "../tool-error.js";

/** Something in a file of a brief that cannot be, with the line that a person is to mend. */
export interface Complaint {
  readonly code: ToolErrorCode;
  /** The first is 1. */
  readonly line: number;
  /** The value, the rule and the place, in a sentence. */
  readonly says: string;
  /** What to do. */
  readonly next: string;
}
