import type { EntityModel } from "../../blueprint/index.js";
import { failure } from "../../errors.js";
import type { LogEntry, LogHead } from "../../postgres/log/index.js";
import type { OpenArchive } from "../archive/index.js";
import type { LogPosition } from "../position.js";
import type { LogReader } from "../reader.js";

/** Entries of an archive that are taken in with one statement. */
const page = 1_000;

/**
 * Entries from a position on, for ever: what the log does not keep any more from its archive, as far as that has it, and then the log. None is left out.
 *
 * @throws `LOG_POSITION_GONE` where neither has them, also in the midst; `LOG_ARCHIVE_BROKEN`, `LOG_EPOCH_OTHER`
 */
export async function* entriesFrom(
  { reader, archive }: { readonly reader: LogReader; readonly archive: OpenArchive | undefined },
  { epoch, position }: LogPosition,
  signal: AbortSignal,
): AsyncGenerator<readonly LogEntry[], void> {
  const { firstKept } = await reader.head();
  const archived = { epoch, from: position, to: firstKept - 1 };
  let next = position;
  if (archive && position < firstKept && (await archive.firstMissing(archived)) === undefined)
    for await (const entries of archive.pages(archived, page)) {
      if (signal.aborted) return;
      yield entries;
      next = firstKept;
    }
  for await (const { entries } of reader.pages({ epoch, position: next }, signal)) yield entries;
}

/**
 * Sees to it that a projection of everything that ever happened can be built: from the log, or from its archive and the log.
 *
 * @throws `PROJECTION_HISTORY_GONE`, which says what is missing, and where
 */
export async function requireHistory(
  { service, name, projection }: EntityModel,
  { epoch, firstKept }: LogHead,
  archive: OpenArchive | undefined,
): Promise<void> {
  if (firstKept <= 1) return;
  const gone = { epoch, from: 1, to: firstKept - 1 };
  const missing = archive ? await archive.firstMissing(gone) : gone.from;
  if (missing === undefined) return;
  const where = archive
    ? `the archive in ${archive.folder} lacks the positions from ${missing} to ${gone.to} of the epoch ${epoch}`
    : "no archive is kept";
  throw failure(
    "PROJECTION_HISTORY_GONE",
    `${service}.${name} is built from the beginning of the log of ${projection?.source}; what is kept begins at ${firstKept}, and ${where}.`,
  );
}
