import { randomBytes } from "node:crypto";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";

/** A range of positions of one epoch of a log, both ends in it. */
export interface ArchivedRange {
  readonly epoch: string;
  readonly from: number;
  readonly to: number;
}

/** A file of an archive. */
export interface ArchiveFile extends ArchivedRange {
  readonly path: string;
}

const named = /^(\d{16})-(\d{16})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.jsonl\.gz$/;
const unfinished = /^\..*\.partial$/;
/** Milliseconds after which a file that was not finished is one that nobody writes to. */
const abandoned = 86_400_000;

/** The files of a folder, by their positions; none where there is no folder. */
export async function listFiles(folder: string): Promise<readonly ArchiveFile[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return names
    .flatMap((name): ArchiveFile[] => {
      const [, from, to, epoch] = named.exec(name) ?? [];
      if (from === undefined || to === undefined || epoch === undefined) return [];
      return [{ path: join(folder, name), epoch, from: Number(from), to: Number(to) }];
    })
    .sort((one, other) => one.from - other.from || one.to - other.to);
}

/** The first position from `from` on that no file of this epoch has. */
export function firstMissing(files: readonly ArchiveFile[], epoch: string, from: number): number {
  let next = from;
  for (const file of files) if (file.epoch === epoch && file.from <= next) next = Math.max(next, file.to + 1);
  return next;
}

/**
 * Writes lines into a file, whole or not at all: under another name first, on the disk before it is given its own. Only
 * who runs the process may read it. Gives its bytes.
 */
export async function writeFile(
  folder: string,
  { epoch, from, to }: ArchivedRange,
  lines: AsyncIterable<string>,
): Promise<number> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const name = `${digits(from)}-${digits(to)}.${epoch}.jsonl.gz`;
  const partial = join(folder, `.${name}.${randomBytes(6).toString("hex")}.partial`);
  const file = await open(partial, "wx", 0o600);
  try {
    try {
      await pipeline(Readable.from(lines), createGzip(), async (chunks: AsyncIterable<Buffer>) => {
        for await (const chunk of chunks) await file.appendFile(chunk);
      });
      await file.sync();
    } finally {
      await file.close();
    }
    const { size } = await stat(partial);
    await rename(partial, join(folder, name));
    const place = await open(folder, "r");
    await place.sync().finally(() => place.close());
    return size;
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/** Takes away what a process that died did not finish. */
export async function removeAbandoned(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((one) => unfinished.test(one))) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > abandoned) await rm(path, { force: true });
  }
}

function digits(position: number): string {
  return String(position).padStart(16, "0");
}
