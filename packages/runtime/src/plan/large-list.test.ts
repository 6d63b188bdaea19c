import { describe, expect, it } from "vitest";
import {
  anyone,
  by,
  type EntityOptions,
  entity,
  id,
  money,
  owner,
  resolve,
  search,
  service,
  system,
  text,
} from "../blueprint/index.js";
import { planContext, planSettings } from "./context.js";
import { planList } from "./list.js";
import { thrown } from "./thrown.js";

const shape = { name: text({ max: 100 }), price: money(), note: text().optional(), holder: id() };

/** Plans the list of an entity with these options. */
function listOf(options: EntityOptions<typeof shape, false>) {
  const product = entity(shape, {
    access: { read: anyone },
    indexes: [by("price"), by("name", "price"), search(["name"])],
    ...options,
  });
  const model = resolve(
    system("shop", { version: 1, services: [service("catalog", { entities: { product } })] }),
  );
  const settings = planSettings(model, { secret: "0123456789abcdef0123456789abcdef" });
  const context = planContext(settings, {
    kind: "user",
    id: "01890000-0000-7000-8000-000000000001",
    roles: [],
  });
  return (query: string) => planList(context, settings.entity("catalog", "product"), query);
}

const refused = (rule: string, parameter: string) => ({ status: 400, errors: [{ parameter, rule }] });

describe("the list of a large table", () => {
  const large = listOf({ rows: 10_001 });

  it.each(["filter[price][lt]=5", "filter[name]=a", "sort=-price", "sort=name", "q=a"])(
    "takes what an index serves: %s",
    (query) => {
      expect(() => large(query)).not.toThrow();
    },
  );

  it.each([
    ["filter[note]=a", "field", "filter[note]", /"note"; expected one of: id, name, price\./],
    ["filter[version][gt]=1", "field", "filter[version][gt]", /"version"/],
    [
      "filter[name][contains]=a",
      "comparison",
      "filter[name][contains]",
      /"contains" for "name"; expected one of: eq/,
    ],
    ["filter[name][startsWith]=a", "comparison", "filter[name][startsWith]", /"startsWith"/],
    ["sort=note", "field", "sort", /"note" to sort by; expected some of: id, name, price\./],
    ["sort=price,-createdAt", "field", "sort", /"-createdAt"/],
  ])("refuses what would read it whole: %s", (query, rule, parameter, message) => {
    const failure = thrown(() => large(query));
    expect(failure).toMatchObject(refused(rule, parameter));
    expect(failure.message).toMatch(message);
  });
});

describe("any other list", () => {
  const everything = "filter[note][contains]=a&filter[version][gt]=1&sort=note,-updatedAt";

  it.each<[string, EntityOptions<typeof shape, false>]>([
    ["of a small table", { rows: 10_000 }],
    ["of a table of which nothing is told", {}],
    ["of rows of one's own", { rows: 1_000_000, access: { read: owner("holder") } }],
  ])("%s takes all that its fields can be compared and sorted by", (_what, options) => {
    expect(() => listOf(options)(everything)).not.toThrow();
  });

  it("takes no more than it is told to", () => {
    const list = listOf({ list: { filter: ["note"], sort: ["price"] } });
    expect(() => list("filter[note][contains]=a&filter[id][isNull]=false&sort=price,id")).not.toThrow();
    expect(thrown(() => list("filter[price]=1"))).toMatchObject(refused("field", "filter[price]"));
    expect(thrown(() => list("sort=note"))).toMatchObject(refused("field", "sort"));
  });
});
