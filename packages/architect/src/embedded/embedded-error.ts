/** Every way in which the embedded PostgreSQL can fail. Codes are stable and never reused. */
export const embeddedErrorCodes = {
  UNSUPPORTED_PLATFORM: "No PostgreSQL package exists for this operating system and processor.",
  BINARIES_MISSING: "The PostgreSQL programs are not where they should be.",
  BINARY_FAILED: "A PostgreSQL program did not start, or ended with an error.",
  START_TIMEOUT: "PostgreSQL runs but did not become ready in time.",
  NO_FREE_PORT: "Every port that was tried is taken.",
  DISK_FULL: "There is no room for the database.",
  DATA_DIRECTORY_NOT_WRITABLE: "The data directory cannot be used by the user PostgreSQL runs as.",
  DATA_DIRECTORY_FOREIGN: "The data directory holds something that is not a PostgreSQL database.",
  DATA_DIRECTORY_VERSION: "The data directory was made by another major version of PostgreSQL.",
  DATA_DIRECTORY_LOCKED: "Another living process uses the data directory.",
} as const;

export type EmbeddedErrorCode = keyof typeof embeddedErrorCodes;

/**
 * A failure of the embedded PostgreSQL. `message` says what failed, where and why; `next` is what to
 * type (or do) to go on.
 */
export class EmbeddedError extends Error {
  override readonly name = "EmbeddedError";

  constructor(
    readonly code: EmbeddedErrorCode,
    message: string,
    readonly next: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}
