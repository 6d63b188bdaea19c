import type { EntityModel, FieldModel, RuleData } from "@lintel/runtime/tools";
import { type Code, object, property, sequence, text } from "../../code/index.js";
import { type Caller, callersOf, clientOf, holds } from "./callers.js";
import type { PlannedTest } from "./planned.js";
import { ownedBy, plainSample, rowNames, rowsFor } from "./rows.js";

/** Tests of fields that not everybody sees or sets who may see or change the row. */
export function fieldAccessTests(
  entity: EntityModel,
  siblings: readonly EntityModel[],
): readonly PlannedTest[] {
  if (entity.projection) return [];
  return entity.fields.flatMap((field) => [
    ...(field.read ? testsOf(entity, siblings, field, "read", field.read) : []),
    ...(field.write && !field.modifiers.immutable
      ? testsOf(entity, siblings, field, "write", field.write)
      : []),
  ]);
}

function testsOf(
  entity: EntityModel,
  siblings: readonly EntityModel[],
  field: FieldModel,
  act: "read" | "write",
  rule: RuleData,
): readonly PlannedTest[] {
  const { access } = entity;
  const row: RuleData = act === "read" ? access.read : { kind: "allOf", rules: [access.update, access.read] };
  const rows = rowsFor(row, entity);
  if (rows && rows.meeting === undefined) return [];
  return callersOf({ kind: "allOf", rules: [row, rule] })
    .filter((caller) => holds(row, { caller, meets: true }))
    .map((caller): PlannedTest => {
      const isAllowed = holds(rule, { caller, meets: true });
      const name = `ACCESS ${entity.service}.${entity.name}.${field.name}.${act}: ${isAllowed ? "allows" : "refuses"} ${caller.words}`;
      const given = givenTo(caller, row, entity, siblings, rows?.meeting ?? []);
      const statements = [
        sequence("const caller = ", clientOf(caller), ";"),
        sequence(`const row = await ${rowNames(entity).some}(`, given, ");"),
        ...(act === "read"
          ? readOf(entity, field, isAllowed)
          : writeOf(entity, field, isAllowed, !field.read || holds(field.read, { caller, meets: true }))),
      ];
      return { key: name, name, isAsync: true, statements };
    });
}

function givenTo(
  caller: Caller,
  rule: RuleData,
  entity: EntityModel,
  siblings: readonly EntityModel[],
  meeting: readonly (readonly [string, Code])[],
): Code {
  const owned = caller.owns ? ownedBy(rule, entity, siblings, "caller") : [];
  const values = [...owned, ...meeting.filter(([name]) => !owned.some(([one]) => one === name))];
  return values.length === 0 ? "" : object(values.map(([name, code]) => property(name, code)));
}

const address = ({ path }: EntityModel) => ["`", path, "/$", "{row.id}`"].join("");

function readOf(entity: EntityModel, { name }: FieldModel, isAllowed: boolean): readonly Code[] {
  return [
    `const { body } = await caller.get(${address(entity)});`,
    `expect(Object.keys(body.data))${isAllowed ? "" : ".not"}.toContain(${text(name)});`,
    'expect(Object.keys(body.data)).toContain("id");',
  ];
}

/** A field that the caller sees as little as it may set is unknown to it: the input is at fault then. */
function writeOf(
  entity: EntityModel,
  field: FieldModel,
  isAllowed: boolean,
  isSeen: boolean,
): readonly Code[] {
  const change = object([property(field.name, plainSample(field, entity))]);
  return isAllowed
    ? [
        sequence(`const { status } = await caller.patch(${address(entity)}, `, change, ");"),
        "expect(status).toBe(200);",
      ]
    : [
        sequence(`const { status, body } = await caller.patch(${address(entity)}, `, change, ");"),
        `expect([status, body.code]).toEqual(${isSeen ? '[403, "FIELD_DENIED"]' : '[422, "INPUT_INVALID"]'});`,
      ];
}
