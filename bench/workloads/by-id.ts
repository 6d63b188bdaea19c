import { changedToken, comparableRow, type Workload } from "./workload.js";

const path = (id: string) => `/v1/products/${id}`;

/** One product by its id. */
export const byId: Workload = {
  name: "by-id",
  title: "Product by id",
  target: { byHand: 1.3, limit: 0.6 },
  requests: (sample) => sample.map(({ id }) => ({ method: "GET", path: path(id) })),
  same: (body) => comparableRow((body as { readonly data: Record<string, unknown> }).data),
  refusals: ([first]) => [
    changedToken({ method: "GET", path: path(first?.id ?? "") }),
    { what: "an id that is none", ask: { method: "GET", path: path("seven") }, status: [400, 404, 422] },
    {
      what: "a product that is not there",
      ask: { method: "GET", path: path("01900000-0000-7000-8000-ffffffffffff") },
      status: [404],
      evenTheLimit: true,
    },
  ],
};
