import { choose, quantity, rows } from "../../scenario.js";
import { entity, load } from "./answers.js";
import type { Case } from "./case.js";

const topology = (id: string) => ({ "deployment.topology": choose(id) });
const consumers = (...ids: readonly string[]) => ({ "experience.consumers": choose(...ids) });
const users = (people?: number) => ({
  "scope.users": rows({
    name: "customer",
    does: "orders",
    ...(people === undefined ? {} : { people: quantity("count", people) }),
  }),
});
const year = 365 * 86_400;

export const scale: { readonly [code: string]: Case } = {
  "usual-above-peak": {
    found: load(500, 401, 400),
    near: [load(500, 400, 400)],
    says: "Usually there are 401 requests a second, and at the peak 400",
  },
  "few-requests-for-many-users": {
    found: load(1_000_000, 20, 50),
    near: [load(180_000, 20, 50), load(1_000_000, 200, 500)],
    says: "1,000,000 users at once with 50 requests a second at the peak send one request each in 5.6 h",
  },
  "more-requests-than-people-send": {
    found: load(5, 40, 400),
    near: [load(8, 40, 400), { ...load(5, 40, 400), ...consumers("web", "developers") }],
    says: "80 requests a second each",
  },
  "more-at-once-than-there-are": {
    found: { ...load(500, 40, 400), ...users(499) },
    near: [
      { ...load(500, 40, 400), ...users(500) },
      { ...load(500, 40, 400), ...users() },
      { ...load(500, 40, 400), ...users(499), ...consumers("web", "developers") },
    ],
    says: "500 are there at once, and there are 499 users in all",
  },
  "fewer-in-a-year-than-now": {
    found: entity({ name: "draft", now: quantity("count", 100), inAYear: quantity("count", 99) }),
    near: [
      entity({ name: "draft", now: quantity("count", 100), inAYear: quantity("count", 100) }),
      entity({
        name: "draft",
        now: quantity("count", 100),
        inAYear: quantity("count", 99),
        keptFor: quantity("duration", year - 1),
      }),
    ],
    says: '"draft"',
  },
  "rows-faster-than-requests": {
    found: entity({ name: "reading", inAYear: quantity("count", 401 * 100 * year) }),
    near: [entity({ name: "reading", inAYear: quantity("count", 399 * 100 * year) })],
    says: "each would bring 100",
  },
  "peak-past-one-machine": {
    found: { ...load(50_000, 2_000, 20_001), ...topology("one-machine") },
    near: [
      { ...load(50_000, 2_000, 20_000), ...topology("one-machine") },
      { ...load(50_000, 2_000, 20_001), ...topology("one-region") },
    ],
    says: "20,001 requests a second",
  },
  "sockets-past-one-machine": {
    found: {
      ...load(100_001, 40, 400),
      ...topology("one-machine"),
      ...users(),
      "architecture.interfaces": choose("rest", "websocket"),
    },
    near: [
      {
        ...load(100_000, 40, 400),
        ...topology("one-machine"),
        ...users(),
        "architecture.interfaces": choose("rest", "websocket"),
      },
      { ...load(100_001, 40, 400), ...topology("one-machine"), ...users() },
      {
        ...load(100_001, 40, 400),
        ...topology("several-zones"),
        ...users(),
        "architecture.interfaces": choose("rest", "websocket"),
      },
    ],
    says: "100,001 users",
  },
};
