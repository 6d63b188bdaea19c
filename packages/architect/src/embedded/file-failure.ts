import { EmbeddedError } from "./embedded-error.js";

/** Turns an errno failure met while handling files under `where` into an EmbeddedError; others pass through. */
export function explainFileFailure(error: unknown, where: string): unknown {
  switch (errnoOf(error)) {
    case "ENOSPC":
    case "EDQUOT":
      return diskFull(where, error);
    case "EACCES":
    case "EPERM":
    case "EROFS":
    case "EEXIST":
    case "ENOTDIR":
    case "EBUSY":
    case "EXDEV":
      return notWritable(where, messageOf(error), { cause: error });
    default:
      return error;
  }
}

export function diskFull(where: string, cause?: unknown): EmbeddedError {
  return new EmbeddedError(
    "DISK_FULL",
    `The disk that holds ${where} is full: PostgreSQL needs room for its tables and its write-ahead log.`,
    `Free some space (see: df -h ${where}), then start again. Committed data is safe.`,
    { cause },
  );
}

export function notWritable(
  where: string,
  why: string,
  options?: { cause?: unknown; next?: string },
): EmbeddedError {
  const user = process.getuid?.();
  const ordinary = user !== undefined && user !== 0;
  return new EmbeddedError(
    "DATA_DIRECTORY_NOT_WRITABLE",
    `The data directory ${where} cannot be used${ordinary ? ` by user ${user}` : ""}: ${why}`,
    options?.next ??
      (ordinary
        ? `sudo chown -R ${user} ${where}* (or choose another folder)`
        : "Choose a folder on a writable local disk that is not itself a mount point."),
    { cause: options?.cause },
  );
}

/** The errno name of a failed system call, for example `ENOENT`. */
export function errnoOf(error: unknown): string | undefined {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
