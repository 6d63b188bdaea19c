/**
 * What becomes of a file. `leave`: it stays as it is, though something else was asked for, since a person wrote there or it cannot be read.
 */
export type Edit =
  | { readonly kind: "same" }
  | { readonly kind: "write"; readonly text: string }
  | { readonly kind: "delete" }
  | { readonly kind: "leave"; readonly why: string };

/** Of a file, what is Lintel's: the whole of it, a section, or an entry. Pure: texts in, texts out. */
export interface Part {
  /** From the project's folder, with `/`. */
  readonly path: string;
  /**
   * Puts it there, or brings it up to date. `text` is undefined where there is no file. With `replace` also what a person changed of
   * Lintel's own is written anew; what stands outside of it never is.
   */
  install(text: string | undefined, replace: boolean): Edit;
  /** Takes it away again. With `replace` also where a person changed it. */
  remove(text: string | undefined, replace: boolean): Edit;
}

export const same: Edit = Object.freeze({ kind: "same" });

/** Whether a text is as it was written is told by its digest; ends of lines do not count, since Git may change them. */
export function unixLines(text: string): string {
  return text.replaceAll("\r\n", "\n");
}

/** The ends of lines that most lines of a text have. */
export function lineEndOf(text: string): "\n" | "\r\n" {
  const windows = text.split("\r\n").length - 1;
  const all = text.split("\n").length - 1;
  return windows * 2 > all ? "\r\n" : "\n";
}
