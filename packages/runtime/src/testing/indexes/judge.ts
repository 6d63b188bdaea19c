/** A node of `explain (format json, verbose)`, as far as it is looked at. */
export interface PlanNode {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly Schema?: string;
  readonly "Index Cond"?: string;
  readonly "Recheck Cond"?: string;
  readonly Plans?: readonly PlanNode[];
}

export interface Judged {
  /** `catalog.products`: the tables that are too large to be read whole. */
  readonly large: ReadonlySet<string>;
  /** Columns by one of which an index must have found the rows; none where it need not. */
  readonly chosenBy: readonly string[];
}

/**
 * What is wrong with the way that PostgreSQL takes, in words; undefined where it finds and orders rows by indexes. To sort
 * what an index has found is no flaw, nor is an incremental sort, which goes on from the order of an index.
 */
export function judgePlan(plan: PlanNode, { large, chosenBy }: Judged): string | undefined {
  const nodes = [...eachNode(plan)];
  const isLarge = (node: PlanNode) => large.has(`${node.Schema}.${node["Relation Name"]}`);
  if (!nodes.some(isLarge)) return undefined;
  const whole = nodes.find((node) => node["Node Type"].endsWith("Seq Scan") && isLarge(node));
  if (whole) return `reads all of ${whole["Relation Name"]}`;
  for (const sort of nodes.filter((node) => node["Node Type"] === "Sort")) {
    const below = [...eachNode(sort)];
    const unbounded = below.find((node) => isLarge(node));
    if (unbounded && !below.some(conditionOf)) return `sorts all of ${unbounded["Relation Name"]}`;
  }
  const conditions = nodes.flatMap((node) => conditionOf(node) ?? []);
  const isFound = chosenBy.some((column) => conditions.some((condition) => condition.includes(column)));
  return isFound || chosenBy.length === 0 ? undefined : `looks for ${chosenBy.join(" or ")} in row after row`;
}

function conditionOf(node: PlanNode): string | undefined {
  return node["Index Cond"] ?? node["Recheck Cond"];
}

function* eachNode(node: PlanNode): Generator<PlanNode> {
  yield node;
  for (const inner of node.Plans ?? []) yield* eachNode(inner);
}
