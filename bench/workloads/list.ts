import { type Ask, changedToken, comparableRows, type SampleProduct, type Workload } from "./workload.js";

/** Twenty products that are sold, in a range of prices, the cheapest first; every second one asks for a category too. */
const ask = ({ price, category }: SampleProduct, at: number): Ask => {
  const filters = [
    `filter[price][gte]=${price}`,
    `filter[price][lte]=${(Number(price) * 1.5).toFixed(2)}`,
    "filter[isActive]=true",
    ...(at % 2 === 0 ? [] : [`filter[category]=${category}`]),
  ];
  return { method: "GET", path: `/v1/products?${filters.join("&")}&sort=price&page[size]=20` };
};

/** A page of products: filtered, in a range, sorted. */
export const list: Workload = {
  name: "list",
  title: "List: filter, range, sort, 20 rows",
  target: { byHand: 1.5, limit: 0.6 },
  requests: (sample) => sample.map(ask),
  same: comparableRows,
  pages: true,
  refusals: ([first]) => {
    const good = first ? ask(first, 1) : { method: "GET" as const, path: "" };
    const changed = (from: string | RegExp, to: string): Ask => ({
      ...good,
      path: good.path.replace(from, to),
    });
    return [
      changedToken(good),
      { what: "a price that is none", ask: changed(/\[gte\]=[^&]*/, "[gte]=cheap"), status: [400, 422] },
      {
        what: "a category that is none",
        ask: changed(/category\]=[^&]*/, "category]=tables"),
        status: [400, 422],
      },
      { what: "a sort that is none", ask: changed("sort=price", "sort=taste"), status: [400, 422] },
      {
        what: "a page of too many",
        ask: changed("page[size]=20", "page[size]=1000000"),
        status: [400, 422],
      },
    ];
  },
};
