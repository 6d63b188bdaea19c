import type { Graph } from "../diagram.js";

/** @throws RangeError where two nodes or groups have one id, or an edge or a node names one that there is not */
export function checkGraph({ nodes, groups, edges }: Graph): void {
  const ids = new Set<string>();
  for (const { id } of [...nodes, ...groups]) {
    if (ids.has(id)) throw new RangeError(`Two boxes have the id "${id}".`);
    ids.add(id);
  }
  const groupIds = new Set(groups.map(({ id }) => id));
  for (const { id, group } of nodes)
    if (group !== undefined && !groupIds.has(group))
      throw new RangeError(`"${id}" stands in the group "${group}", which there is not.`);
  const groupOf = new Map(nodes.map(({ id, group }) => [id, group]));
  for (const { from, to } of edges) {
    for (const id of [from, to])
      if (!ids.has(id)) throw new RangeError(`An arrow ends at "${id}", which there is not.`);
    if (groupOf.get(from) === to || groupOf.get(to) === from)
      throw new RangeError(`An arrow joins "${from}" and "${to}", one of which lies in the other.`);
  }
}
