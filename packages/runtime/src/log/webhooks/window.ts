import type { LogEntry } from "../../postgres/log/index.js";
import type { LogPage, LogReader } from "../reader.js";

/**
 * The end of a log in memory, for all endpoints that are about there, so that what happens is read once for all of them. Those further
 * behind read the log themselves.
 */
export interface LogWindow {
  readonly epoch: string;
  /** The last position that was read. */
  readonly end: number;
  /** Takes in the page after the last. */
  append(page: LogPage): void;
  /**
   * Some entries from a position on; none after the end.
   *
   * @throws `LOG_POSITION_GONE`, `LOG_EPOCH_OTHER`, `DATABASE_UNAVAILABLE`
   */
  read(position: number): Promise<readonly LogEntry[]>;
}

/** Entries that are held in memory, and bytes of them. */
const most = { count: 5_000, bytes: 4_000_000 };
/** What is given, or read, at once. */
const page = { count: 100, bytes: 256_000 };

export function createWindow(reader: LogReader, epoch: string, head: number): LogWindow {
  let entries: LogEntry[] = [];
  let bytes = 0;
  let end = head;
  const sizeOf = ({ before, after }: LogEntry) => 200 + (before?.length ?? 0) + (after?.length ?? 0);
  return {
    epoch,
    get end() {
      return end;
    },
    append(next) {
      for (const entry of next.entries) {
        entries.push(entry);
        bytes += sizeOf(entry);
        end = entry.position;
      }
      let over = 0;
      while (over < entries.length - 1 && (entries.length - over > most.count || bytes > most.bytes)) {
        bytes -= sizeOf(entries[over] as LogEntry);
        over += 1;
      }
      if (over > 0) entries = entries.slice(over);
    },
    async read(position) {
      if (position > end) return [];
      const first = entries[0]?.position ?? end + 1;
      if (position >= first) return entries.slice(position - first, position - first + page.count);
      return (await reader.read({ epoch, position }, page)).entries;
    },
  };
}
