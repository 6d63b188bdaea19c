/**
 * The circles of a graph, each once, as the nodes on the way round with the first again at the end. Names that are
 * not nodes are passed over.
 */
export function* circles(next: ReadonlyMap<string, readonly string[]>): Generator<readonly string[]> {
  const done = new Set<string>();
  for (const start of next.keys()) {
    if (done.has(start)) continue;
    const way: string[] = [];
    const open: { readonly node: string; readonly left: string[] }[] = [];
    const enter = (node: string) => {
      way.push(node);
      open.push({ node, left: [...(next.get(node) ?? [])].reverse() });
    };
    enter(start);
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const node = top.left.pop();
      if (node === undefined) {
        done.add(top.node);
        way.pop();
        open.pop();
      } else if (way.includes(node)) {
        yield [...way.slice(way.indexOf(node)), node];
      } else if (next.has(node) && !done.has(node)) {
        enter(node);
      }
    }
  }
}
