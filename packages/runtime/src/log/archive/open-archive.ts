import { join } from "node:path";
import type { ServiceModel } from "../../blueprint/index.js";
import type { LogEntry } from "../../postgres/log/index.js";
import { archivedEntries } from "./entry-of.js";
import { type ArchivedRange, firstMissing, listFiles } from "./files.js";
import { readArchive } from "./read.js";

/** What a log does not keep any more, and its archive does. */
export interface OpenArchive {
  readonly folder: string;
  /** The first position of a range that is in no file; undefined where all of it is there. */
  firstMissing(range: ArchivedRange): Promise<number | undefined>;
  /**
   * The entries of a range, so many at a time.
   *
   * @throws `LOG_POSITION_GONE`, `LOG_ARCHIVE_BROKEN`
   */
  pages(range: ArchivedRange, count: number): AsyncGenerator<readonly LogEntry[], void>;
}

/** The archive of a service in the folder of all archives, of which this process reads only. */
export function openArchive(folder: string, service: ServiceModel): OpenArchive {
  const entryOf = archivedEntries(service);
  return {
    folder,
    async firstMissing({ epoch, from, to }) {
      const missing = firstMissing(await listFiles(join(folder, service.name)), epoch, from);
      return missing > to ? undefined : missing;
    },
    async *pages({ epoch, from, to }, count) {
      let page: LogEntry[] = [];
      for await (const archived of readArchive(folder, service.name, { epoch, position: from })) {
        if (archived.position > to) break;
        page.push(entryOf(archived));
        if (page.length < count) continue;
        yield page;
        page = [];
      }
      if (page.length > 0) yield page;
    },
  };
}
