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

type Contents = { readonly [file in keyof Texts]: Pick<FileText, "text"> | undefined };

/** What this process last read or wrote, by folder. */
const seen = new Map<string, string>();

export function noteSeen(directory: string, texts: Contents): void {
  seen.set(resolve(directory), nameOf(texts));
}

/** Whether the files are as this process last saw them; undefined where it never did. */
export function isAsSeen(directory: string, texts: Contents): boolean | undefined {
  const last = seen.get(resolve(directory));
  return last === undefined ? undefined : last === nameOf(texts);
}

function nameOf({ data, document }: Contents): string {
  return [data, document].map((file) => (file === undefined ? "none" : digestOfText(file.text))).join(" ");
}
