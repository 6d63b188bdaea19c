import { createReadStream } from "node:fs";
import { join } from "node:path";
import { createGunzip } from "node:zlib";
import { failure } from "../../errors.js";
import { type ArchiveFile, listFiles } from "./files.js";

/** An entry of an archive. */
export interface ArchivedEntry {
  readonly epoch: string;
  readonly position: number;
  /** The CloudEvent, as JSON on one line. */
  readonly text: string;
}

/**
 * The entries of a service's archive from a position on, each once and in order; of one epoch, or of all of them, those of the
 * epoch with the oldest file first. A folder that holds nothing of the service gives nothing.
 *
 * @throws `LOG_POSITION_GONE` where the files of an epoch leave something out: positions are contiguous; `LOG_ARCHIVE_BROKEN`
 */
export async function* readArchive(
  folder: string,
  service: string,
  from: { readonly epoch?: string | undefined; readonly position?: number | undefined } = {},
): AsyncGenerator<ArchivedEntry> {
  const files = await listFiles(join(folder, service));
  const epochs = [...new Set(files.map(({ epoch }) => epoch))];
  for (const epoch of epochs.filter((one) => from.epoch === undefined || one === from.epoch))
    yield* entriesOf(
      files.filter((file) => file.epoch === epoch),
      service,
      from.position ?? 1,
    );
}

async function* entriesOf(files: readonly ArchiveFile[], service: string, from: number) {
  let next: number | undefined;
  for (const file of files) {
    if (file.to < (next ?? from)) continue;
    if (next !== undefined && file.from > next)
      throw failure(
        "LOG_POSITION_GONE",
        `The archive of ${service} lacks the positions from ${next} to ${file.from - 1}.`,
      );
    const begin: number = next ?? Math.max(from, file.from);
    let position = file.from;
    for await (const text of linesOf(file)) {
      if (position >= begin) yield { epoch: file.epoch, position, text };
      position += 1;
    }
    if (position <= file.to)
      throw failure(
        "LOG_POSITION_GONE",
        `The file ${file.path} ends before the position ${position}; expected ${file.to}.`,
      );
    next = file.to + 1;
  }
}

async function* linesOf({ path }: ArchiveFile): AsyncGenerator<string> {
  const unzipped = createGunzip();
  const input = createReadStream(path).on("error", (error) => unzipped.destroy(error));
  const chunks: AsyncIterator<string> = input.pipe(unzipped).setEncoding("utf8")[Symbol.asyncIterator]();
  const read = () =>
    chunks.next().catch((error: Error) => {
      throw failure("LOG_ARCHIVE_BROKEN", `The file ${path} cannot be read: ${error.message}.`);
    });
  let rest = "";
  try {
    for (let chunk = await read(); chunk.done !== true; chunk = await read()) {
      const lines = (rest + chunk.value).split("\n");
      rest = lines.pop() ?? "";
      yield* lines;
    }
  } finally {
    input.destroy();
    unzipped.destroy();
  }
}
