/** How many characters must be inserted, removed or replaced to turn one word into another (Levenshtein, 1966). */
export function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let line = 1; line <= one.length; line++) {
    const next = [line];
    for (let column = 1; column <= other.length; column++) {
      const replaced = (row[column - 1] ?? 0) + (one[line - 1] === other[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}

/** The name that was probably meant, or undefined where none is near: a third of its letters at most differ. */
export function closestName(written: string, names: Iterable<string>): string | undefined {
  const word = written.slice(0, 100);
  let closest: string | undefined;
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const name of names) {
    const distance = editDistance(word.toLowerCase(), name.toLowerCase());
    if (distance < least) {
      closest = name;
      least = distance;
    }
  }
  return closest;
}

/** The way out of a name that is not known: the one that was probably meant, or a few of those that there are. */
export function nameInstead(written: string, names: Iterable<string>): string {
  const known = [...names];
  const closest = closestName(written, known);
  if (closest !== undefined) return `Did you mean "${closest}"?`;
  if (known.length === 0) return "There is none to name here: take it out.";
  const shown = known.slice(0, 8).join(", ");
  return `Name one that there is: ${shown}${known.length > 8 ? ", ..." : ""}.`;
}
