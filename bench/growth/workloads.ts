import { type Ask, type SampleProduct, workloads } from "../workloads/index.js";
import { behind, findFarPlaces, type Reader } from "./far-places.js";

/** A kind of work as it is asked of each size. */
export interface GrowthWorkload {
  readonly name: string;
  readonly title: string;
  /** Whether its p95 is held to the target; the others are for information. */
  readonly held: boolean;
  /** How many times fewer requests a second than usual the largest size can bear. */
  readonly slower: number;
  /** The requests for a size, in the order in which they are sent. */
  asks(size: SizeToAsk): Promise<readonly Ask[]>;
}

export interface SizeToAsk extends Reader {
  readonly products: number;
  readonly sample: readonly SampleProduct[];
}

/** How many rows a page may have for those who walk; the pages that are measured have twenty. */
export const mostRows = 1_000;

/** A search ranks everything that matches, and an order waits for the disk. */
const slower: Readonly<Record<string, number>> = { search: 20, order: 4 };

/** Each half of the asks; both lists have every product that is sold. */
const longLists = ["sort=price", "sort=-createdAt"].map(
  (sort) => `/v1/products?filter[isActive]=true&${sort}`,
);

const far: GrowthWorkload = {
  name: "far",
  title: "List: 20 rows, far into it by cursor",
  held: true,
  slower: 1,
  async asks(size) {
    const step = Math.min(mostRows, Math.max(20, Math.round(size.products / 1_000)));
    const places: (readonly string[])[] = [];
    for (const list of longLists) places.push(await findFarPlaces(size, list, step));
    const longest = Math.max(...places.map(({ length }) => length));
    return Array.from({ length: longest }, (_, at) =>
      longLists.map((list, which): Ask => {
        const cursors = places[which] ?? [];
        return { method: "GET", path: `${behind(list, cursors[at % cursors.length] ?? "")}&page[size]=20` };
      }),
    ).flat();
  },
};

/** What is measured at each size, in the order in which it runs: what writes comes last. */
export const growthWorkloads: readonly GrowthWorkload[] = workloads.flatMap(({ name, title, requests }) => {
  const same: GrowthWorkload = {
    name,
    title,
    held: name === "by-id" || name === "list",
    slower: slower[name] ?? 1,
    asks: async ({ sample }) => requests(sample),
  };
  return name === "list" ? [same, far] : [same];
});
