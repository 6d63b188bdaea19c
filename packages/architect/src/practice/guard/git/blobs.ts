import { runGit } from "./git.js";

/** Larger contents are not looked into; that they are large is a finding of its own. */
export const mostBytesRead = 5 * 1024 * 1024;
const BYTES_A_BATCH = 64 * 1024 * 1024;
/** What lies beside something that is asked for is read along with it, unless it is larger. */
const BYTES_READ_ALONG = 128 * 1024;
const BYTES_LOOKED_AT = 8_000;

/** What is in a blob. */
export type Content =
  | { readonly kind: "text"; readonly text: string; readonly bytes: Buffer }
  /** `wide`: what it says, where it is a text in UTF-16. No tool of a project reads that; people do. */
  | { readonly kind: "binary"; readonly start: Buffer; readonly wide?: string }
  /** It is too large to be read, or git does not have it. */
  | { readonly kind: "unread" };

/** The contents of a repository's objects, read many at a time. */
export interface Blobs {
  /** Reads these in few steps, so that asking for one of them later is quick. */
  load(ids: Iterable<string>): void;
  content(id: string): Content;
  /** In bytes; 0 where git does not have it. */
  size(id: string): number;
}

/**
 * @param near What lies beside a blob, which is likely asked for soon: two processes of git for each single one would take most of the time.
 */
export function blobsOf(directory: string, near: (id: string) => readonly string[]): Blobs {
  const sizes = new Map<string, number>();
  const contents = new Map<string, Content>();

  const measure = (ids: readonly string[]) => {
    const unknown = ids.filter((id) => !sizes.has(id));
    if (unknown.length === 0) return;
    const { stdout } = runGit(directory, ["cat-file", "--batch-check=%(objectname) %(objectsize)"], {
      input: `${unknown.join("\n")}\n`,
    });
    for (const [position, line] of stdout.toString("latin1").split("\n").entries()) {
      const id = unknown[position];
      if (id !== undefined) sizes.set(id, Number(/^\S+ (\d+)$/.exec(line)?.[1] ?? Number.NaN));
    }
  };

  const read = (ids: readonly string[]) => {
    const { stdout } = runGit(directory, ["cat-file", "--batch"], { input: `${ids.join("\n")}\n` });
    let at = 0;
    for (const id of ids) {
      const end = stdout.indexOf(10, at);
      if (end < 0) break;
      const size = Number(/^\S+ blob (\d+)$/.exec(stdout.toString("latin1", at, end))?.[1] ?? Number.NaN);
      at = end + 1;
      if (Number.isNaN(size)) continue;
      contents.set(id, contentOf(stdout.subarray(at, at + size)));
      at += size + 1;
    }
    for (const id of ids) if (!contents.has(id)) contents.set(id, { kind: "unread" });
  };

  const load = (wanted: Iterable<string>) => {
    const ids = [...new Set(wanted)].filter((id) => !contents.has(id));
    measure(ids);
    let batch: string[] = [];
    let bytes = 0;
    for (const id of ids) {
      const size = sizes.get(id) ?? Number.NaN;
      if (Number.isNaN(size) || size > mostBytesRead) {
        contents.set(id, { kind: "unread" });
        continue;
      }
      if (bytes + size > BYTES_A_BATCH && batch.length > 0) {
        read(batch);
        batch = [];
        bytes = 0;
      }
      batch.push(id);
      bytes += size;
    }
    if (batch.length > 0) read(batch);
  };

  return {
    load,
    content(id) {
      if (!contents.has(id)) {
        const beside = near(id).filter((one) => !contents.has(one));
        measure([id, ...beside]);
        load([id, ...beside.filter((one) => (sizes.get(one) ?? Number.NaN) <= BYTES_READ_ALONG)]);
      }
      return contents.get(id) ?? { kind: "unread" };
    },
    size(id) {
      measure([id]);
      return sizes.get(id) || 0;
    },
  };
}

function contentOf(bytes: Buffer): Content {
  const start = bytes.subarray(0, BYTES_LOOKED_AT);
  // Copied, so that a whole batch is not kept for the sake of its pictures.
  if (start.includes(0)) {
    const wide = wideText(bytes);
    return {
      kind: "binary",
      start: Buffer.from(start.subarray(0, 16)),
      ...(wide !== undefined && { wide }),
    };
  }
  return { kind: "text", text: bytes.toString("utf8").replace(/^\uFEFF/, ""), bytes };
}

/** The text of a file that begins with the mark of UTF-16, as a Windows shell writes it. */
function wideText(bytes: Buffer): string | undefined {
  const mark = bytes.length < 2 ? 0 : bytes.readUInt16BE(0);
  const whole = bytes.subarray(2, bytes.length - (bytes.length % 2));
  if (mark === 0xfffe) return whole.toString("utf16le");
  return mark === 0xfeff ? Buffer.from(whole).swap16().toString("utf16le") : undefined;
}
