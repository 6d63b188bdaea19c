import { resolve } from "node:path";
import { digestOfText } from "./digest.js";
import type { BriefFiles } from "./files.js";
import { type FileText, readBriefFile } from "./read-file.js";

/** Both files of a brief, as they are. */
export interface Texts {
  readonly data: FileText | undefined;
  readonly document: FileText | undefined;
}

/** Reads both files as they belong together: where one is written while they are read, they are read again. */
export function readTexts(files: BriefFiles): Texts {
  for (let data = readBriefFile(files.data), times = 0; ; times += 1) {
    const document = readBriefFile(files.document);
    const again = readBriefFile(files.data);
    if (again?.text === data?.text || times === 100) return { data: again, document };
    data = again;
  }
}

/** What this process last read or wrote, by folder. */
const seen = new Map<string, string>();

export function noteSeen(
  directory: string,
  { data, document }: { readonly data: string | undefined; readonly document: string | undefined },
): void {
  seen.set(resolve(directory), nameOf(data, document));
}

/** Whether the files are as this process last saw them; undefined where it never did. */
export function isAsSeen(directory: string, { data, document }: Texts): boolean | undefined {
  const last = seen.get(resolve(directory));
  return last === undefined ? undefined : last === nameOf(data?.text, document?.text);
}

function nameOf(data: string | undefined, document: string | undefined): string {
  return [data, document].map((text) => (text === undefined ? "none" : digestOfText(text))).join(" ");
}
