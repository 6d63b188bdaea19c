import { type Ask, changedToken, comparableRows, type SampleProduct, type Workload } from "./workload.js";

/** The second and the last word of a product's name, such as `Gorgeous Lamp`: a few dozen products have both. */
const ask = ({ name }: SampleProduct): Ask => {
  const words = name.split(" ");
  const query = `${words[1] ?? ""} ${words.at(-1) ?? ""}`;
  return { method: "GET", path: `/v1/products?q=${encodeURIComponent(query)}&page[size]=20` };
};

/** The twenty products that match two words best. */
export const search: Workload = {
  name: "search",
  title: "Full-text search, best 20",
  target: { byHand: 1.1 },
  requests: (sample) => sample.map(ask),
  same: comparableRows,
  refusals: ([first]) => {
    const good = first ? ask(first) : { method: "GET" as const, path: "" };
    return [
      changedToken(good),
      {
        what: "a page of none",
        ask: { ...good, path: good.path.replace("page[size]=20", "page[size]=0") },
        status: [400, 422],
      },
    ];
  },
};
