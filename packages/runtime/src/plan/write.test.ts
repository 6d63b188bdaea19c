import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LintelError } from "../errors.js";
import type { Values } from "./plan.js";
import { planCommandInsert, planCommandUpdate } from "./repository.js";
import { ada, asking, entityNamed, user } from "./scenario.js";
import { thrown } from "./thrown.js";
import { planCreate, planDelete, planRestore, planUpdate } from "./write.js";

const product = entityNamed("product");
const address = entityNamed("address");
const manager = asking(user("manager"));
const admin = asking(user("manager", "admin"));
const book = { name: "Ulysses", price: "19.90", category: ada };

const plain = (values: Values | undefined) =>
  Object.fromEntries([...(values ?? [])].map(([field, value]) => [field.name, value]));
const created = (body: unknown, context = manager) => plain(planCreate(context, product, body).rows[0]);
const changed = (body: unknown, context = manager) => plain(planUpdate(context, product, ada, body).changes);
const faultsIn = (work: () => unknown) =>
  thrown(work).errors.map(({ pointer, rule }) => `${pointer} ${rule}`);

describe("a create", () => {
  it("makes an id and leaves what is absent to the database", () => {
    const row = created(book);
    expect(Object.keys(row)).toEqual(["id", "name", "price", "category"]);
    expect(row.id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7/);
    expect(created({ ...book, id: ada.toUpperCase() }).id).toBe(ada);
  });

  it("brings values into one spelling", () => {
    const row = created({
      ...book,
      category: ada.toUpperCase(),
      seenAt: "2026-03-01T00:30:00.25+01:00",
      description: null,
      settings: { size: 3, more: { deep: [1] } },
      views: "-9223372036854775808",
      weight: "-1.500",
      tags: ["a", "äöüß🎉"],
      site: "https://example.com/ä?x=1",
      released: "2024-02-29",
    });
    expect(row).toMatchObject({
      category: ada,
      seenAt: "2026-02-28T23:30:00.25Z",
      description: null,
      tags: ["a", "äöüß🎉"],
    });
  });

  it("counts characters, not UTF-16 units", () => {
    expect(created({ ...book, name: "🎉".repeat(20) }).name).toHaveLength(40);
    expect(faultsIn(() => created({ ...book, name: "🎉".repeat(21) }))).toEqual(["/name maxLength"]);
  });

  it("tells every fault at once, with its place, its rule, what was received and what was expected", () => {
    const error = thrown(() => created({ price: 19.9, stock: -1, category: "x", kind: "song", foo: 1 }));
    expect(error).toMatchObject({ code: "INPUT_INVALID", status: 422 });
    expect(Object.fromEntries(error.errors.map((fault) => [fault.pointer, fault.rule]))).toEqual({
      "/foo": "unknown",
      "/name": "required",
      "/price": "type",
      "/stock": "minimum",
      "/category": "format",
      "/kind": "enum",
    });
    const told = Object.fromEntries(error.errors.map((fault) => [fault.pointer, fault.message]));
    expect(told["/price"]).toContain('Received 19.9; expected a decimal as a string, such as "19.90"');
    expect(told["/price"]).toContain('send "19.9"');
    expect(told["/name"]).toBe('Received nothing for "name"; expected text of 1 to 20 characters.');
    expect(told["/kind"]).toBe('Received "song"; expected one of "book", "film", or null.');
    expect(told["/foo"]).toContain("expected only: id, name,");
  });

  it.each([
    ["name", "", "minLength"],
    ["name", null, "type"],
    ["name", ["a"], "type"],
    ["name", "a\0b", "text"],
    ["name", "\ud800", "text"],
    ["price", "-0.01", "format"],
    ["price", "19.901", "format"],
    ["price", "100000000", "format"],
    ["price", "1e3", "format"],
    ["price", "NaN", "format"],
    ["price", "019", "format"],
    ["price", " 1", "format"],
    ["price", "1\n", "format"],
    ["weight", "100.001", "format"],
    ["views", "9223372036854775808", "format"],
    ["views", 5, "type"],
    ["views", "1.0", "format"],
    ["stock", 1.5, "type"],
    ["stock", 2_147_483_648, "maximum"],
    ["stock", Number.POSITIVE_INFINITY, "number"],
    ["stock", "1", "type"],
    ["active", "true", "type"],
    ["released", "2026-02-30", "format"],
    ["released", "2023-02-29", "format"],
    ["released", "0000-01-01", "format"],
    ["seenAt", "2026-11-23T09:30:00", "format"],
    ["seenAt", "2026-11-23T24:00:00Z", "format"],
    ["seenAt", "9999-12-31T23:59:59-00:01", "format"],
    ["seenAt", "2026-11-23T09:30:00.1234567Z", "format"],
    ["seenAt", "infinity", "format"],
    ["site", "javascript:alert(1)", "format"],
    ["site", "https://a b", "format"],
    ["code", "{01936b2e-4d8a-7c3f-9a51-2f6b8d0e4c17}", "format"],
    ["tags", ["a", "b", "c", "d"], "maxItems"],
    ["settings", [], "type"],
    ["settings", "{}", "type"],
  ])("refuses %s: %j by the rule %s", (name, value, rule) => {
    const context = name === "active" ? admin : manager;
    expect(faultsIn(() => created({ ...book, [name]: value }, context))).toEqual([`/${name} ${rule}`]);
  });

  it("points into lists and JSON values", () => {
    expect(faultsIn(() => created({ ...book, tags: ["a", "toolong"] }))).toEqual(["/tags/1 maxLength"]);
    expect(faultsIn(() => created({ ...book, settings: { size: "x" } }))).toEqual(["/settings/size type"]);
  });

  it("refuses names that reach for prototypes, wherever they stand", () => {
    const parse = (more: string) => JSON.parse(`{"name":"a","price":"1","category":"${ada}",${more}}`);
    expect(faultsIn(() => created(parse('"__proto__":{"price":"0"}')))).toEqual(["/__proto__ name"]);
    expect(faultsIn(() => created(parse('"constructor":"x"')))).toEqual(["/constructor unknown"]);
    expect(faultsIn(() => created(parse('"toString":1')))).toEqual(["/toString unknown"]);
    expect(faultsIn(() => created(parse('"settings":{"a":{"__proto__":1}}')))).toEqual([
      "/settings/a/__proto__ name",
    ]);
    expect(faultsIn(() => created(parse('"settings":{"constructor":{"prototype":1}}')))).toEqual([
      "/settings/constructor name",
    ]);
  });

  it("refuses nesting beyond 32 without running out of stack", () => {
    let deep: unknown = 1;
    for (let level = 0; level < 50_000; level += 1) deep = { deep };
    const error = thrown(() => created({ ...book, settings: deep }));
    expect(error.errors[0]?.rule).toBe("depth");
    expect((error.errors[0]?.pointer ?? "").split("/").length).toBeLessThan(40);
  });

  it.each([[[]], [null], ["text"], [7], [undefined], [true]])("refuses the body %j", (body) => {
    expect(faultsIn(() => created(body))).toEqual([" type"]);
  });

  it("takes private and unreadable fields for unknown ones, and its own fields for its own", () => {
    const message = (name: string) =>
      thrown(() => created({ ...book, [name]: "1" })).errors[0]?.message.replace(name, "it");
    expect(message("secret")).toBe(message("nothing"));
    expect(message("margin")).toBe(message("nothing"));
    expect(message("nothing")).not.toContain("margin");
    expect(created({ ...book, margin: "1" }, admin)).toMatchObject({ margin: "1" });
    const clerk = asking(user("manager-less", "manager"));
    expect(faultsIn(() => created({ ...book, createdAt: "x" }, clerk))).toEqual(["/createdAt readOnly"]);
    expect(faultsIn(() => created({ ...book, deletedAt: null }))).toEqual(["/deletedAt readOnly"]);
  });

  it("denies a field that the caller sees and may not set", () => {
    const error = thrown(() => created({ ...book, cost: "1", active: false, foo: 1 }));
    expect(error).toMatchObject({ code: "FIELD_DENIED", status: 403 });
    expect(error.errors.map((fault) => fault.pointer)).toEqual(["/cost", "/active"]);
    expect(created({ ...book, cost: "1", active: false }, admin)).toMatchObject({ cost: "1", active: false });
  });

  it("never repeats a personal value", () => {
    const error = thrown(() => planCreate(asking(user()), address, { user: ada, mail: "ada lovelace" }));
    expect(error.errors[0]?.message).toContain("a value that is not shown (string)");
    expect(JSON.stringify([error.message, error.errors])).not.toContain("lovelace");
  });

  it("binds the new row to its owner, and answers with no more than may be read", () => {
    const plan = planCreate(asking(user()), address, { user: ada, mail: "a@b.c" });
    expect(plan.must).toMatchObject({ kind: "compare", field: { name: "user" }, value: ada });
    const message = planCreate(asking(), entityNamed("message"), { body: "Hello" });
    expect(message.returning.map((field) => field.name)).toEqual(["id"]);
  });

  it("needs a token, then a role", () => {
    expect(thrown(() => planCreate(asking(), product, book)).code).toBe("TOKEN_MISSING");
    expect(thrown(() => planCreate(asking(user()), product, book)).code).toBe("ACCESS_DENIED");
  });

  it("of any JSON value is a plan or a 4xx", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...product.byName.keys()), (value, name) => {
        for (const body of [value, { ...book, [name]: value }]) {
          try {
            planCreate(admin, product, body);
          } catch (error) {
            expect(error).toBeInstanceOf(LintelError);
            expect((error as LintelError).status).toBe(422);
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("an update", () => {
  it("changes what is there and empties with null", () => {
    expect(changed({ price: "1.5", description: null })).toEqual({ price: "1.5", description: null });
    expect(planUpdate(manager, product, ada, { stock: 1 }, { ifVersion: [3] })).toMatchObject({
      ifVersion: [3],
      visible: { kind: "isNull", isNull: true },
      must: { kind: "always" },
    });
  });

  it.each([
    ["price", null, "type"],
    ["code", ada, "immutable"],
    ["id", ada, "readOnly"],
    ["version", 2, "readOnly"],
    ["secret", "x", "unknown"],
    ["products", [], "unknown"],
  ])("refuses %s: %j by the rule %s", (name, value, rule) => {
    expect(faultsIn(() => changed({ [name]: value }))).toEqual([`/${name} ${rule}`]);
  });

  it("of nothing is refused", () => {
    expect(faultsIn(() => changed({}))).toEqual([" minProperties"]);
  });

  it("keeps rows to their owner, before and after", () => {
    const plan = planUpdate(asking(user()), address, ada, { isPublic: true });
    expect(plan.must).toMatchObject({ kind: "compare", field: { name: "user" } });
    expect(plan.visible.kind).toBe("or");
    expect(thrown(() => planUpdate(asking(), address, ada, { isPublic: true })).code).toBe("TOKEN_MISSING");
  });
});

describe("a delete and a restore", () => {
  it("see living rows, and deleted ones", () => {
    expect(planDelete(manager, product, ada).visible).toMatchObject({ kind: "isNull", isNull: true });
    expect(planRestore(admin, product, ada).visible).toMatchObject({ kind: "isNull", isNull: false });
    expect(thrown(() => planRestore(manager, product, ada)).code).toBe("ACCESS_DENIED");
    expect(thrown(() => planRestore(admin, address, ada)).code).toBe("METHOD_NOT_ALLOWED");
    expect(thrown(() => planDelete(manager, product, "x")).code).toBe("ID_INVALID");
  });
});

describe("a command's own writes", () => {
  it("know private fields, and give rows the same fields", () => {
    const plan = planCommandInsert(product, [
      { ...book, secret: "s", description: undefined },
      { ...book, stock: 4 },
    ]);
    const [one, two] = plan.rows.map(plain);
    expect(one).toMatchObject({ secret: "s", stock: 0 });
    expect(two).toMatchObject({ secret: null, stock: 4 });
    expect(Object.keys(one ?? {})).toEqual(Object.keys(two ?? {}));
    expect(plan.returning.map((field) => field.name)).toContain("secret");
  });

  it("are held to the same rules", () => {
    expect(faultsIn(() => planCommandInsert(product, [{ name: "a" }]))).toEqual([
      "/price required",
      "/category required",
    ]);
    expect(faultsIn(() => planCommandUpdate(product, ada, { stock: -1 }))).toEqual(["/stock minimum"]);
  });
});
