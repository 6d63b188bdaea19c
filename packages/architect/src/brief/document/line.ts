/** A line of the document. `from` names the question whose answer it follows from: where to change it. */
export interface Line {
  readonly text: string;
  readonly from?: string;
}

/** Lines of one origin. */
export function lines(from: string | undefined, ...texts: readonly string[]): readonly Line[] {
  return texts
    .flatMap((text) => text.split("\n"))
    .map((text) => (from === undefined ? { text } : { text, from }));
}

/** A section, with an empty line before and between what stands in it; nothing where there is nothing in it. */
export function section(heading: string, ...parts: readonly (readonly Line[])[]): readonly Line[] {
  const filled = parts.filter((part) => part.length > 0);
  return filled.length === 0
    ? []
    : [...lines(undefined, "", heading), ...filled.flatMap((part) => [{ text: "" }, ...part])];
}
