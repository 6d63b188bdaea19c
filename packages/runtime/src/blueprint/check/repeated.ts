/** Those items, after the first of each, that share a key; with the first that has it. Without a key: not compared. */
export function* repeated<Item>(
  items: Iterable<Item>,
  keyOf: (item: Item) => string | undefined,
): Generator<{ readonly item: Item; readonly first: Item; readonly key: string }> {
  const seen = new Map<string, Item>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, item);
    else yield { item, first, key };
  }
}
