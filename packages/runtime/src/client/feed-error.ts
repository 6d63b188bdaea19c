import type { FeedFault } from "./protocol.js";

/**
 * Why a follow ended that was not closed. `code` is one of the server's (docs/reference/errors.md), or `CONNECTION_CLOSED`
 * where the server closed the connection for good and named none.
 */
export class FeedError extends Error {
  override readonly name = "FeedError";
  readonly code: string;
  readonly detail: string;
  /** What was wrong in the request, piece by piece. */
  readonly errors: readonly FeedFault[];

  constructor(code: string, detail: string, errors: readonly FeedFault[] = []) {
    super(`${code}: ${detail}`);
    this.code = code;
    this.detail = detail;
    this.errors = errors;
  }
}
