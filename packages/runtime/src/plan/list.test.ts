import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LintelError } from "../errors.js";
import { planList } from "./list.js";
import { planOne } from "./one.js";
import { ada, asking, entityNamed, user } from "./scenario.js";
import { thrown } from "./thrown.js";

const product = entityNamed("product");
const note = entityNamed("note");

const refusal = (query: string, actor = asking().actor, entity = product) =>
  thrown(() => planList(asking(actor), entity, query));
const names = (fields: readonly { name: string }[]) => fields.map((field) => field.name);

describe("a list", () => {
  it("without parameters is the first 20 living rows in the order of creation", () => {
    const plan = planList(asking(), product);
    expect(plan.where).toMatchObject({ kind: "isNull", field: { name: "deletedAt" }, isNull: true });
    expect(plan).toMatchObject({
      size: 20,
      sort: [{ field: { name: "id" }, descending: false }],
      include: [],
    });
    expect(plan.position).toBeUndefined();
    expect(names(plan.select)).not.toContain("secret");
    expect(names(plan.select)).not.toContain("cost");
  });

  it("shares its arrays of fields and orders between plans", () => {
    const one = planList(asking(), product, "fields=name,price&sort=-price");
    const same = planList(asking(user("x")), product, "sort=-price&fields=price,id,name");
    expect(same.select).toBe(one.select);
    expect(same.sort).toBe(one.sort);
    expect(Object.isFrozen(one.select)).toBe(true);
    expect(names(one.select)).toEqual(["id", "name", "price"]);
  });

  it("reads values by the kind of their field", () => {
    const query = [
      "filter[price][lt]=20",
      `filter[category]=${ada.toUpperCase()}`,
      "filter[stock][gte]=-3",
      "filter[active]=true",
      "filter%5Bname%5D%5Bin%5D=a,%22b%2C%20c%22",
      "filter[seenAt][gt]=2026-11-23T10:30:00%2B01:00",
      "filter[views]=9223372036854775807",
      "filter[tags][isNull]=false",
      "filter[name][startsWith]=Gr%C3%BC",
      "page[size]=7",
    ].join("&");
    const plan = planList(asking(), product, query);
    if (plan.where.kind !== "and") throw new Error(plan.where.kind);
    expect(plan.size).toBe(7);
    expect(plan.where.parts.slice(1)).toMatchObject([
      { kind: "compare", operator: "lt", value: "20" },
      { kind: "compare", operator: "eq", value: ada },
      { kind: "compare", operator: "gte", value: -3 },
      { kind: "compare", operator: "eq", value: true },
      { kind: "in", values: ["a", "b, c"] },
      { kind: "compare", value: "2026-11-23T09:30:00Z" },
      { kind: "compare", value: "9223372036854775807" },
      { kind: "isNull", isNull: false },
      { kind: "startsWith", value: "Grü" },
    ]);
  });

  it("ends every order with id, in the direction of the key before it", () => {
    const order = (query: string) => {
      const { sort } = planList(asking(), product, query);
      return sort === "rank" ? sort : sort.map((key) => `${key.descending ? "-" : ""}${key.field.name}`);
    };
    expect(order("sort=-price,name")).toEqual(["-price", "name", "id"]);
    expect(order("sort=name,-createdAt")).toEqual(["name", "-createdAt", "-id"]);
    expect(order("sort=-id,name")).toEqual(["-id"]);
    expect(order("q=red+shoes")).toBe("rank");
    expect(order("q=red&sort=price")).toEqual(["price", "id"]);
  });

  it.each([
    ["colour=red", "PARAMETER_INVALID"],
    ["sort=name&sort=price", "PARAMETER_INVALID"],
    ["filter[name]=a&filter[name]=b", "PARAMETER_INVALID"],
    ["filter[name]=a&filter[name][eq]=b", "FILTER_UNSUPPORTED"],
    ["filter[price][lt]=cheap", "FILTER_UNSUPPORTED"],
    ["filter[price][lt]=1.234", "FILTER_UNSUPPORTED"],
    [`filter[price][lt]=${"9".repeat(400)}`, "FILTER_UNSUPPORTED"],
    ["filter[stock]=2147483648", "FILTER_UNSUPPORTED"],
    ["filter[stock]=1e3", "FILTER_UNSUPPORTED"],
    ["filter[views]=9223372036854775808", "FILTER_UNSUPPORTED"],
    ["filter[released]=2026-02-30", "FILTER_UNSUPPORTED"],
    ["filter[seenAt][gt]=0000-01-01T00:00:00Z", "FILTER_UNSUPPORTED"],
    ["filter[category]=1", "FILTER_UNSUPPORTED"],
    ["filter[kind]=song", "FILTER_UNSUPPORTED"],
    ["filter[active]=yes", "FILTER_UNSUPPORTED"],
    ["filter[active][lt]=true", "FILTER_UNSUPPORTED"],
    ["filter[settings]=%7B%7D", "FILTER_UNSUPPORTED"],
    ["filter[tags]=a", "FILTER_UNSUPPORTED"],
    ["filter[tags][isNull]=maybe", "FILTER_UNSUPPORTED"],
    ["filter[name][regex]=.*", "FILTER_UNSUPPORTED"],
    ["filter[name][in]=%22a", "FILTER_UNSUPPORTED"],
    [`filter[name][in]=${"a,".repeat(100)}a`, "FILTER_UNSUPPORTED"],
    ["filter[__proto__][eq]=1", "FILTER_UNSUPPORTED"],
    ["filter[constructor]=1", "FILTER_UNSUPPORTED"],
    ["filter[name][__proto__]=1", "FILTER_UNSUPPORTED"],
    ["filter[name][toString]=1", "FILTER_UNSUPPORTED"],
    ["__proto__=1", "PARAMETER_INVALID"],
    ["filter[name=1", "PARAMETER_INVALID"],
    ["filter[name]=%00", "PARAMETER_INVALID"],
    ["filter[name]=%ED%A0%80", "PARAMETER_INVALID"],
    ["filter[name]=\ud800", "PARAMETER_INVALID"],
    ["filter[name]=%ZZ", "PARAMETER_INVALID"],
    ["sort=settings", "SORT_UNSUPPORTED"],
    ["sort=tags", "SORT_UNSUPPORTED"],
    ["sort=name,-name", "SORT_UNSUPPORTED"],
    ["sort=__proto__", "SORT_UNSUPPORTED"],
    ["sort=name,", "PARAMETER_INVALID"],
    ["fields=", "PARAMETER_INVALID"],
    ["fields=toString", "PARAMETER_INVALID"],
    ["q=+", "PARAMETER_INVALID"],
    ["page[size]=0", "PARAMETER_INVALID"],
    ["page[size]=101", "PARAMETER_INVALID"],
    ["page[size]=1e1", "PARAMETER_INVALID"],
    ["page[number]=2", "PARAMETER_INVALID"],
    ["page[after]=abc&page[before]=abc", "PARAMETER_INVALID"],
    ["include=constructor", "PARAMETER_INVALID"],
    ["include=category.products.category", "INCLUDE_TOO_DEEP"],
  ])("refuses %s with %s", (query, code) => {
    const error = refusal(query);
    expect(error.code).toBe(code);
    expect(error.status).toBe(400);
    expect(error.errors[0]?.parameter).toEqual(expect.any(String));
    expect(error.errors[0]?.message).toMatch(/received/i);
  });

  it.each(["%00", "%ED%A0%80", "%ZZ", "\ud800"])(
    "names the parameter whose value is no text (%#), and keeps the value to itself",
    (end) => {
      const { errors, message } = refusal(`sort=name&filter[name]=ada@example.com${end}`);
      expect(errors).toMatchObject([{ parameter: "filter[name]", rule: "encoding" }]);
      expect(message).not.toContain("ada@example");
    },
  );

  it("takes any query string without anything but a plan or a 4xx", () => {
    const words = [
      "filter",
      "[name]",
      "[price]",
      "[lt]",
      "[in]",
      "=",
      "&",
      "sort",
      "page[size]",
      "%",
      "%00",
      "q",
      "-",
    ];
    const queries = fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ unit: "binary" }), fc.string()));
    fc.assert(
      fc.property(queries, (parts) => {
        try {
          expect(planList(asking(), product, parts.join("")).kind).toBe("list");
        } catch (error) {
          expect(error).toBeInstanceOf(LintelError);
          expect((error as LintelError).status).toBe(400);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("a field that the caller may not read", () => {
  const uses = (name: string) => [
    `filter[${name}]=1`,
    `filter[${name}][isNull]=true`,
    `sort=${name}`,
    `sort=-${name}`,
    `fields=id,${name}`,
  ];

  it.each(["cost", "secret"])("is refused in the words of an unknown field: %s", (name) => {
    const unknown = uses("unknown");
    uses(name).forEach((query, at) => {
      const error = refusal(query);
      const same = refusal(unknown[at] ?? "");
      const told = JSON.stringify([error.code, error.message, error.errors]);
      expect(told.replaceAll(name, "unknown")).toBe(JSON.stringify([same.code, same.message, same.errors]));
    });
  });

  it("opens to the role that may read it, and a private one to nobody", () => {
    const manager = asking(user("manager"));
    expect(names(planList(manager, product).select)).toContain("cost");
    expect(planList(manager, product, "filter[cost][gt]=1&sort=cost").kind).toBe("list");
    expect(names(planList(manager, product).select)).not.toContain("secret");
    expect(refusal("filter[secret]=1", manager.actor).code).toBe("FILTER_UNSUPPORTED");
  });

  it("closes the search that covers it", () => {
    const closed = refusal("q=word", user("manager"), note);
    const absent = refusal("q=word", undefined, entityNamed("category"));
    expect(closed.code).toBe("PARAMETER_INVALID");
    expect(closed.message.replace("notes", "categories")).toBe(absent.message);
    expect(planList(asking(user("manager", "admin")), note, "q=word").search).toBe("word");
  });
});

describe("an include", () => {
  it("applies the read rule and the fields of the entity that it leads to", () => {
    const plan = planOne(asking(), product, ada, "include=category,category.products");
    const [category] = plan.include;
    expect(category).toMatchObject({ relation: { name: "category" }, limit: 1, where: { kind: "always" } });
    const [products] = category?.include ?? [];
    expect(products).toMatchObject({ limit: 100, where: { kind: "isNull", isNull: true } });
    expect(names(products?.select ?? [])).not.toContain("cost");
  });

  it("is unknown where the caller may read nothing there", () => {
    const error = refusal("include=notes", undefined, entityNamed("category"));
    expect(error.message).toBe('Received the relation "notes"; expected one of: products.');
    expect(planList(asking(user("manager")), entityNamed("category"), "include=notes").include).toHaveLength(
      1,
    );
  });
});

describe("an include by a field that the caller may not read", () => {
  it.each([
    ["note", "author"],
    ["category", "authored"],
  ])("is unknown from %s by %s", (name, relation) => {
    const manager = user("manager");
    const unknown = refusal("include=unknown", manager, entityNamed(name));
    expect(refusal(`include=${relation}`, manager, entityNamed(name)).message).toBe(
      unknown.message.replace("unknown", relation),
    );
    const admin = asking(user("manager", "admin"));
    expect(planList(admin, entityNamed(name), `include=${relation}`).include).toHaveLength(1);
  });
});

describe("one row", () => {
  it("has its id in lower case and shares its fields", () => {
    const plan = planOne(asking(), product, ada.toUpperCase());
    expect(plan.id).toBe(ada);
    expect(plan.select).toBe(planList(asking(), product).select);
    expect(plan.where).toBe(planOne(asking(), product, ada).where);
  });

  it("is not found where the id is none, and takes no parameter of lists", () => {
    expect(thrown(() => planOne(asking(), product, "7"))).toMatchObject({ code: "ID_INVALID", status: 404 });
    expect(thrown(() => planOne(asking(), product, ada, "sort=name")).code).toBe("PARAMETER_INVALID");
  });

  it("needs a token, then a role, where the rule says so", () => {
    expect(thrown(() => planOne(asking(), note, ada))).toMatchObject({ code: "TOKEN_MISSING", status: 401 });
    expect(thrown(() => planOne(asking(user()), note, ada))).toMatchObject({
      code: "ACCESS_DENIED",
      status: 403,
    });
  });

  it("of an owner is seen by its owner, by support, and by all when public", () => {
    const address = entityNamed("address");
    expect(planOne(asking(user("support")), address, ada).where.kind).toBe("always");
    expect(planOne(asking(user()), address, ada).where.kind).toBe("or");
    expect(planOne(asking(), address, ada).where).toMatchObject({ field: { name: "isPublic" }, value: true });
  });
});
