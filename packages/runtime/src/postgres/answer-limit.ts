import { failure, type LintelError } from "../errors.js";

/** Rows that relations add to one answer at most, at all depths together. A row that many refer to counts once. */
const mostRows = 10_000;
/** Bytes that PostgreSQL sends for one page, or for one answer with relations, at most. */
export const mostBytes = 20_000_000;
/** Characters of an answer with relations at most: a row that many refer to stands in it as many times. */
const mostCharacters = 20_000_000;

/** What one answer may still cost: what is asked for in few words must not fill the memory. */
export interface Allowance {
  /** Rows that relations may still add. */
  readonly rows: number;
  /** Takes rows of a relation that have come, or whose number is known beforehand. Throws `PARAMETER_INVALID`. */
  takeRows(rows: number): void;
  /** Takes what a statement has brought. Throws `PARAMETER_INVALID`. */
  takeBytes(bytes: number): void;
  /** Takes text that was made of rows so many relations away from the answer's own. Throws `PARAMETER_INVALID`. */
  takeText(depth: number, text: string): void;
}

/** What a new answer may cost. */
export function newAllowance(): Allowance {
  let rows = mostRows;
  let bytes = mostBytes;
  // The text of each depth is part of that of the one above it, so that each by itself is no longer than the answer.
  const characters: number[] = [];
  return {
    get rows() {
      return rows;
    },
    takeRows(taken) {
      rows -= taken;
      if (rows < 0) throw tooMuch(`${mostRows} rows`);
    },
    takeBytes(taken) {
      bytes -= taken;
      if (bytes < 0) throw tooMuch(`${mostBytes} bytes`);
    },
    takeText(depth, text) {
      const made = (characters[depth] ?? 0) + text.length;
      characters[depth] = made;
      if (made > mostCharacters) throw tooMuch(`${mostCharacters} characters`);
    },
  };
}

function tooMuch(limit: string): LintelError {
  const message = `Received relations that hold more than ${limit} together; expected fewer: ask for a smaller page or fewer relations.`;
  return failure("PARAMETER_INVALID", message, {
    errors: [{ parameter: "include", rule: "maximum", message }],
  });
}

/** `PARAMETER_INVALID` for a page whose rows are too wide for as many. */
export function pageTooWide(size: number): LintelError {
  const message = `Received a page of ${size} rows that hold more than ${mostBytes} bytes; expected fewer: ask for a smaller page[size], or name the fields.`;
  return failure("PARAMETER_INVALID", message, {
    errors: [{ parameter: "page[size]", rule: "maximum", message }],
  });
}
