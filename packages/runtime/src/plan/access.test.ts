import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Actor, EntityModel, RuleData } from "../blueprint/index.js";
import { decide, denied, mayAct } from "./access.js";
import type { Predicate } from "./plan.js";
import { always, never } from "./predicate.js";
import { ada, asking, entityNamed, user } from "./scenario.js";

const address = entityNamed("address");
const other = "01936b2e-4d8a-7c3f-9a51-2f6b8d0e4c18";
const anonymous = asking().actor;
const orders: Actor = { kind: "service", id: "orders", roles: [] };

interface AddressRow {
  readonly user: string | null;
  readonly mail: string;
  readonly isPublic: boolean;
}

/** Whether a row satisfies a predicate; a comparison with null is not true, as in SQL. */
function holds(predicate: Predicate, row: AddressRow): boolean {
  const of = (field: { name: string }) => row[field.name as keyof AddressRow];
  switch (predicate.kind) {
    case "always":
      return true;
    case "never":
      return false;
    case "and":
      return predicate.parts.every((part) => holds(part, row));
    case "or":
      return predicate.parts.some((part) => holds(part, row));
    case "isNull":
      return (of(predicate.field) === null) === predicate.isNull;
    case "compare": {
      const value = of(predicate.field);
      if (value === null) return false;
      return predicate.operator === "eq" ? value === predicate.value : value !== predicate.value;
    }
    default:
      throw new TypeError(`The generated rules have no ${predicate.kind}.`);
  }
}

/** What a rule means, straight from its words, without folding anything. */
function grants(rule: RuleData, actor: Actor, row: AddressRow): boolean {
  switch (rule.kind) {
    case "anyone":
      return true;
    case "nobody":
      return false;
    case "signedIn":
      return actor.kind === "user";
    case "role":
      return actor.kind !== "anonymous" && actor.roles.includes(rule.role);
    case "calledBy":
      return actor.kind === "service" && rule.services.includes(actor.id);
    case "owner":
      return actor.kind === "user" && rule.field === "user" && row.user === actor.id;
    case "tenant":
      return actor.tenant !== undefined && row[rule.field as keyof AddressRow] === actor.tenant;
    case "acrossTenants":
      return grants(rule.rule, actor, row);
    case "when":
      return Object.entries(rule.filter).every(([name, value]) => row[name as keyof AddressRow] === value);
    case "anyOf":
      return rule.rules.some((one) => grants(one, actor, row));
    case "allOf":
      return rule.rules.every((one) => grants(one, actor, row));
  }
}

const { rule: rules } = fc.letrec<{ rule: RuleData }>((tie) => {
  const several = fc.array(tie("rule"), { maxLength: 4 });
  return {
    rule: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.constantFrom<RuleData>(
        { kind: "anyone" },
        { kind: "nobody" },
        { kind: "signedIn" },
        { kind: "role", role: "support" },
        { kind: "role", role: "admin" },
        { kind: "owner", field: "user" },
        { kind: "owner", field: "isPublic" },
        { kind: "calledBy", services: ["orders"] },
        { kind: "when", filter: { isPublic: true } },
        { kind: "when", filter: { isPublic: false, mail: "a@b.c" } },
      ),
      several.map((inner): RuleData => ({ kind: "anyOf", rules: inner })),
      several.map((inner): RuleData => ({ kind: "allOf", rules: inner })),
    ),
  };
});
const actors = fc.constantFrom<Actor>(
  anonymous,
  user(),
  user("support"),
  user("admin", "support"),
  { kind: "user", id: "not-a-uuid", roles: [] },
  { kind: "user", id: "", roles: [] },
  orders,
  { kind: "service", id: ada, roles: [] },
  { kind: "user", id: "orders", roles: [] },
);
const rows = fc.record({
  user: fc.constantFrom(ada, other, null),
  mail: fc.constantFrom("a@b.c", "x@y.z"),
  isPublic: fc.boolean(),
});

describe("an access rule", () => {
  it("means after folding what its words mean, for every actor and row", () => {
    fc.assert(
      fc.property(rules, actors, rows, (rule, actor, row) => {
        expect(holds(decide(rule, actor, address), row)).toBe(grants(rule, actor, row));
      }),
      { numRuns: 2_000 },
    );
  });

  it("never widens: allOf gives no row that one of its parts withholds", () => {
    fc.assert(
      fc.property(fc.array(rules, { minLength: 1, maxLength: 4 }), actors, rows, (parts, actor, row) => {
        if (!holds(decide({ kind: "allOf", rules: parts }, actor, address), row)) return;
        for (const part of parts) expect(holds(decide(part, actor, address), row)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it("never lets an actor act without a row where some row would be withheld from the actor", () => {
    fc.assert(
      fc.property(rules, actors, rows, (rule, actor, row) => {
        if (mayAct(rule, actor)) expect(grants(rule, actor, row)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it("leaves no always and no never within and and or", () => {
    const inner = (predicate: Predicate): readonly Predicate[] =>
      predicate.kind === "and" || predicate.kind === "or"
        ? predicate.parts.flatMap((part) => [part, ...inner(part)])
        : [];
    fc.assert(
      fc.property(rules, actors, (rule, actor) => {
        const kinds = inner(decide(rule, actor, address)).map((part) => part.kind);
        expect(kinds).not.toContain("always");
        expect(kinds).not.toContain("never");
      }),
    );
  });

  it("gives the same predicate again where it does not depend on the actor's id", () => {
    const rule = address.access.read;
    expect(decide(rule, anonymous, address)).toBe(decide(rule, anonymous, address));
    expect(decide(rule, user("support"), address)).toBe(always);
  });

  it("compares an owner in lower case", () => {
    const loud: Actor = { kind: "user", id: ada.toUpperCase(), roles: [] };
    expect(decide(address.access.create, loud, address)).toMatchObject({ operator: "eq", value: ada });
  });

  it("grants nothing where the owner's field does not exist", () => {
    expect(decide({ kind: "owner", field: "gone" }, user(), address as EntityModel)).toBe(never);
  });
});

describe("a refusal", () => {
  it("asks for a token where one could help, and only there", () => {
    expect(denied({ kind: "role", role: "admin" }, anonymous, "act").code).toBe("TOKEN_MISSING");
    expect(denied({ kind: "role", role: "admin" }, anonymous, "act").headers).toEqual({
      "www-authenticate": "Bearer",
    });
    expect(denied({ kind: "nobody" }, anonymous, "act").code).toBe("ACCESS_DENIED");
    expect(denied({ kind: "calledBy", services: ["orders"] }, anonymous, "act").code).toBe("ACCESS_DENIED");
    expect(denied({ kind: "role", role: "admin" }, user(), "act").code).toBe("ACCESS_DENIED");
  });
});
