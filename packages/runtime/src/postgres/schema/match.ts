/** Two lists side by side, by name. */
export interface Matched<T> {
  readonly gone: readonly T[];
  readonly added: readonly { readonly to: T; readonly written: T }[];
  readonly both: readonly { readonly from: T; readonly to: T; readonly written: T }[];
}

/** Pairs what has the same name. A thing with another name is another thing: renames are never guessed. */
export function matchByName<T extends { readonly name: string }>(
  from: readonly T[],
  to: readonly T[],
  written: readonly T[],
): Matched<T> {
  const before = byName(from);
  const after = byName(to);
  const words = byName(written);
  const pairs = to.map((one) => ({
    from: before.get(one.name),
    to: one,
    written: words.get(one.name) ?? one,
  }));
  return {
    gone: from.filter((one) => !after.has(one.name)),
    added: pairs.filter((pair) => pair.from === undefined).map(({ to, written }) => ({ to, written })),
    both: pairs.flatMap(({ from, to, written }) => (from ? [{ from, to, written }] : [])),
  };
}

function byName<T extends { readonly name: string }>(list: readonly T[]): ReadonlyMap<string, T> {
  return new Map(list.map((one) => [one.name, one]));
}
