import { join } from "node:path";
import type { Facts } from "../../facts.js";
import { toCloudEvent } from "../cloud-event.js";
import type { LogReader } from "../reader.js";
import { type ArchivedRange, firstMissing, listFiles, removeAbandoned, writeFile } from "./files.js";

/** Where what a log does not keep any more is written, before it is thrown away. */
export interface Archive {
  /**
   * Whether all of a range is in files. Where it is not, writing it begins, beside whatever else is done; it is to be asked again
   * later. A failure is told as `log.archive.failed`, and the next question tries again.
   */
  has(range: ArchivedRange): Promise<boolean>;
  /** Ends what is under way: a file that is not whole is taken away. */
  stop(): Promise<void>;
}

export interface ArchiveOptions {
  /** The folder of all archives; each service has its own in it. */
  readonly folder: string;
  readonly system: string;
  readonly service: string;
  readonly reader: () => LogReader;
  readonly facts: Facts;
  /** Most entries of a file; 100,000 unless told. */
  readonly entries?: number | undefined;
}

/** Entries and bytes that are in memory at a time. */
const page = { count: 1_000, bytes: 1_000_000 };

/**
 * Writes entries as CloudEvents, a line each, into compressed files, one for each range of positions.
 */
export function createArchive(options: ArchiveOptions): Archive {
  const { system, service, facts, entries: most = 100_000 } = options;
  const folder = join(options.folder, service);
  const stopping = new AbortController();
  let work: Promise<void> | undefined;
  let isClean = false;

  async function* linesOf({ epoch, from, to }: ArchivedRange): AsyncGenerator<string> {
    const reader = options.reader();
    let at: Parameters<LogReader["read"]>[0] = { epoch, position: from };
    while (at.position <= to) {
      stopping.signal.throwIfAborted();
      const count = Math.min(page.count, to + 1 - at.position);
      const { entries, next } = await reader.read(at, { ...page, count });
      if (entries.length === 0) throw new Error(`The log ends before the position ${at.position}.`);
      yield `${entries.map((entry) => toCloudEvent(entry, { system, service, epoch })).join("\n")}\n`;
      at = { epoch, ...next };
    }
  }

  const write = async (range: ArchivedRange): Promise<void> => {
    try {
      if (!isClean) await removeAbandoned(folder);
      isClean = true;
      for (let { from } = range; from <= range.to; ) {
        const part = { ...range, from, to: Math.min(range.to, from + most - 1) };
        const bytes = await writeFile(folder, part, linesOf(part));
        facts.report({ fact: "log.archived", service, from: part.from, to: part.to, bytes });
        from = part.to + 1;
      }
    } catch (error) {
      if (!stopping.signal.aborted) facts.report({ fact: "log.archive.failed", service, error });
    } finally {
      work = undefined;
    }
  };

  return {
    async has(range) {
      if (work) return false;
      let from: number;
      try {
        from = firstMissing(await listFiles(folder), range.epoch, range.from);
      } catch (error) {
        facts.report({ fact: "log.archive.failed", service, error });
        return false;
      }
      if (from > range.to) return true;
      if (!stopping.signal.aborted) work = write({ ...range, from });
      return false;
    },
    async stop() {
      stopping.abort();
      await work;
    },
  };
}
