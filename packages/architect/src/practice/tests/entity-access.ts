import type { EntityModel, RuleData } from "@lintel/runtime/tools";
import { type Code, call, object, property, sequence, text } from "../../code/index.js";
import {
  type Caller,
  callersOf,
  clientOf,
  holds,
  isHopeless,
  opensToClients,
  partsOf,
  type Scene,
} from "./callers.js";
import { notWritten } from "./criteria-file.js";
import type { PlannedTest } from "./planned.js";
import { type Change, createRule, ownedBy, rowNames, rowsFor, someChange } from "./rows.js";

type Operation = keyof EntityModel["access"];

/** Tests of who may do what with the rows of an entity, and who may not. */
export function entityAccessTests(
  entity: EntityModel,
  siblings: readonly EntityModel[],
  roles: readonly string[],
  service: string,
): readonly PlannedTest[] {
  const { access } = entity;
  const operations: readonly Operation[] = entity.projection
    ? ["read"]
    : ["read", "create", "update", "delete", ...(entity.softDelete ? (["restore"] as const) : [])];
  return operations.flatMap((operation) => {
    const own = access[operation];
    const rule: RuleData =
      operation === "read"
        ? own
        : operation === "create"
          ? createRule(entity)
          : { kind: "allOf", rules: [own, access.read] };
    const named = partsOf(rule).flatMap((one) => (one.kind === "role" ? [one.role] : []));
    const wrongRole = roles.find((role) => !named.includes(role));
    const rows = rowsFor(rule, entity);
    const scenes = callersOf(simplified(rule), wrongRole).flatMap((caller): Scene[] =>
      rows
        ? [
            { caller, meets: true },
            { caller, meets: false },
          ]
        : [{ caller }],
    );
    return scenes.map((scene) =>
      accessTest({ entity, siblings, service, operation, rule, own, rows, scene }),
    );
  });
}

interface Asked {
  readonly entity: EntityModel;
  readonly siblings: readonly EntityModel[];
  /** What the file calls the service. */
  readonly service: string;
  readonly operation: Operation;
  /** What has to hold in all. */
  readonly rule: RuleData;
  /** What the blueprint says of this operation. */
  readonly own: RuleData;
  readonly rows: { readonly meeting: Change | undefined; readonly missing: Change | undefined } | undefined;
  readonly scene: Scene;
}

function accessTest(asked: Asked): PlannedTest {
  const { entity, operation, rule, scene, rows } = asked;
  const { caller, meets } = scene;
  const isAllowed = holds(rule, scene);
  const where =
    meets === undefined ? "" : meets ? ", where the row is as it must be" : ", where the row is not";
  const id = `ACCESS ${entity.service}.${entity.name}.${operation}`;
  const name = `${id}: ${isAllowed ? "allows" : "refuses"} ${caller.words}${where}`;
  const change = meets === undefined ? [] : meets ? rows?.meeting : rows?.missing;
  if (change === undefined) {
    const what = `${notWritten} ${id}. State a row for which the condition of the rule ${meets ? "holds" : "does not hold"}.`;
    return {
      key: name,
      name,
      isAsync: false,
      statements: [sequence(call("throw new Error", text(what)), ";")],
    };
  }
  return {
    key: name,
    name,
    isAsync: true,
    statements: entity.projection ? listed(asked) : acted(asked, change),
  };
}

/** Rows of a projection are nobody's to make: who may read them is seen by the list. */
function listed({ entity, own, scene: { caller } }: Asked): readonly Code[] {
  const isRefused = isHopeless(own, caller);
  return [
    sequence("const { status } = await ", clientOf(caller), `.get(${text(entity.path)});`),
    isRefused ? refusal(own, caller) : "expect(status).toBe(200);",
  ];
}

function acted(asked: Asked, change: Change): readonly Code[] {
  const { entity, siblings, service, operation, rule, own, scene } = asked;
  const { caller } = scene;
  const names = rowNames(entity);
  const owned = caller.owns ? ownedBy(rule, entity, siblings, "caller") : [];
  const values = [...owned, ...change.filter(([field]) => !owned.some(([name]) => name === field))];
  const given = values.length === 0 ? "" : object(values.map(([field, code]) => property(field, code)));
  const isAllowed = holds(rule, scene);
  const first = sequence("const caller = ", clientOf(caller), ";");
  const address = (behind: string) => ["`", entity.path, "/$", "{row.id}", behind, "`"].join("");
  const expected = isAllowed ? undefined : refusedWith(asked);
  /** What of the answer is looked at. */
  const seen = typeof expected === "string" && expected.includes("body.code") ? "body" : "status";
  const done = (status: number) => (expected === undefined ? `expect(status).toBe(${status});` : expected);
  if (operation === "create") {
    return [
      first,
      sequence(`const values = await ${names.values}(`, given, ");"),
      `const { ${seen} } = await caller.post(${text(entity.path)}, values);`,
      done(201),
    ];
  }
  const row = sequence(`const row = await ${names.some}(`, given, ");");
  switch (operation) {
    case "read":
      return [first, row, `const { ${seen} } = await caller.get(${address("")});`, done(200)];
    case "update": {
      const body = someChange(entity);
      if (body === undefined && opensToClients(own)) {
        const what = `${notWritten} ACCESS ${entity.service}.${entity.name}.update. State a change of a row.`;
        return [sequence(call("throw new Error", text(what)), ";")];
      }
      return [
        first,
        row,
        sequence(`const { ${seen} } = await caller.patch(${address("")}, `, body ?? "{}", ");"),
        done(200),
      ];
    }
    case "delete":
      return [first, row, `const { ${seen} } = await caller.delete(${address("")});`, done(204)];
    case "restore":
      return [
        first,
        row,
        `await app.given(${service}, (db) => db.${entity.name}.delete(row.id));`,
        `const { ${seen} } = await caller.post(${address("/restore")});`,
        done(200),
      ];
  }
}

/** What is expected of who is refused: no token, not allowed, or no such row. */
function refusedWith({ entity, operation, own, scene }: Asked): Code {
  const { caller } = scene;
  if (!opensToClients(own)) return "expect([403, 404, 405]).toContain(status);";
  if (isHopeless(own, caller)) return refusal(own, caller);
  // A field that the caller may set as little as see is unknown to it: the input is at fault then.
  if (operation === "create" && holds(own, scene)) return "expect([403, 422]).toContain(status);";
  if (operation === "create") return "expect(status).toBe(403);";
  if (isHopeless(entity.access.read, caller)) return refusal(entity.access.read, caller);
  const absent = text(`${entity.constant}_NOT_FOUND`);
  return operation === "read"
    ? `expect(body.code).toBe(${absent});`
    : `expect(["ACCESS_DENIED", ${absent}]).toContain(body.code);`;
}

function refusal(rule: RuleData, caller: Caller): Code {
  return `expect(status).toBe(${caller.signedIn || !opensToClients(rule) ? 403 : 401});`;
}

/** A rule about all who have nothing to do with rows asks for no owner: the rest is the same. */
function simplified(rule: RuleData): RuleData {
  if (rule.kind !== "allOf") return rule;
  const [own, read] = rule.rules;
  return rule.rules.length === 2 && own && read && JSON.stringify(own) === JSON.stringify(read) ? own : rule;
}
