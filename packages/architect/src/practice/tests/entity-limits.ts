import type { EntityModel, FieldModel, RuleData } from "@lintel/runtime/tools";
import { type Code, call, object, property, sequence, text } from "../../code/index.js";
import { type Border, bordersOf } from "./borders.js";
import { anonymous, type Caller, callersOf, clientOf, holds, partsOf } from "./callers.js";
import { rowsForCheck } from "./check-rows.js";
import { notWritten } from "./criteria-file.js";
import type { Helper, PlannedTest } from "./planned.js";
import { createRule, ownedBy, rowNames, rowsFor, untyped } from "./rows.js";
import { isNeeded, sampleOf, toBeStated } from "./samples.js";

/** Tests of what the fields of an entity take, with values on both sides of each border. */
export function entityLimitTests(entity: EntityModel): readonly PlannedTest[] {
  if (entity.projection) return [];
  const maker = makerOf(entity);
  const asked = new Set(partsOf(entity.access.create).flatMap(fieldsAskedFor));
  const fields = entity.fields.filter(({ system, type }) => !system && type.kind !== "many");
  return [
    ...fields.flatMap((field) =>
      fieldTests(entity, field, maker !== undefined && isForClients(field, asked)),
    ),
    ...entity.checks.flatMap((check) =>
      checkTests(entity, check, (name) => {
        const field = entity.byName.get(name);
        return maker !== undefined && field !== undefined && isForClients(field, asked);
      }),
    ),
  ];
}

/** The function by which a client that may make rows makes one; none where nobody may. */
export function makeHelper(entity: EntityModel, siblings: readonly EntityModel[]): readonly Helper[] {
  const maker = makerOf(entity);
  if (!maker) return [];
  const { make, values } = rowNames(entity);
  const meeting = rowsFor(entity.access.create, entity)?.meeting ?? [];
  const owned = maker.owns ? ownedBy(entity.access.create, entity, siblings, "caller") : [];
  const given = [...meeting, ...owned].map(([name, code]) => property(name, code));
  const change = given.length === 0 ? "change" : object([...given, "...change"]);
  return [
    {
      name: make,
      code: sequence(
        `const ${make} = async (change: object = {}) => `,
        {
          kind: "block",
          statements: [
            sequence("const caller = ", clientOf(maker), ";"),
            sequence(`const values = await ${values}(`, change, ");"),
            `return caller.post(${text(entity.path)}, values);`,
          ],
        },
        ";",
      ),
    },
  ];
}

/** Somebody who may make a row. */
function makerOf(entity: EntityModel): Caller | undefined {
  const rule = createRule(entity);
  const rows = rowsFor(rule, entity);
  if (rows && rows.meeting === undefined) return undefined;
  return [anonymous, ...callersOf(rule)].find((caller) => holds(rule, { caller, meets: true }));
}

/** Whether whoever may make a row may give this field any value. */
function isForClients({ name, modifiers, write }: FieldModel, asked: ReadonlySet<string>): boolean {
  return !modifiers.private && write === undefined && !asked.has(name);
}

function fieldsAskedFor(rule: RuleData): readonly string[] {
  return rule.kind === "owner" ? [rule.field] : rule.kind === "when" ? Object.keys(rule.filter) : [];
}

function fieldTests(entity: EntityModel, field: FieldModel, isSent: boolean): readonly PlannedTest[] {
  const id = `LIMIT ${entity.service}.${entity.name}.${field.name}`;
  const borders = bordersOf(field, field.name, {
    path: `${entity.service}.${entity.name}.${field.name}`,
    isUnique: field.modifiers.unique,
    idOf: (target) => toBeStated(`the id of a row of ${target}`),
  });
  const tests = borders.map((border) => borderTest(entity, field, border, isSent, id));
  if (isSent && isNeeded(field)) {
    const border: Border = { words: "nothing at all", isTaken: false, value: "undefined", pointer: "" };
    tests.push(borderTest(entity, field, border, isSent, id));
  }
  if (field.modifiers.unique) tests.push(uniqueTest(entity, field, isSent, id));
  if (field.type.kind === "reference") tests.push(referenceTest(entity, field, isSent, id));
  return tests;
}

function borderTest(
  entity: EntityModel,
  field: FieldModel,
  border: Border,
  isSent: boolean,
  id: string,
): PlannedTest {
  const name = `${id}: ${border.isTaken ? "takes" : "refuses"} ${border.words}`;
  const given = object([property(field.name, untyped(border.value))]);
  const statements = isSent
    ? [
        sequence(
          `const { status${border.isTaken ? "" : ", body"} } = await ${rowNames(entity).make}(`,
          given,
          ");",
        ),
        border.isTaken ? "expect(status).toBe(201);" : "expect(status).toBe(422);",
        ...(border.isTaken ? [] : faultAt("pointer", `/${field.name}${border.pointer}`)),
      ]
    : arranged(
        entity,
        given,
        border.isTaken ? "resolves.toBeDefined()" : `rejects.toMatchObject({ publicCode: "INPUT_INVALID" })`,
      );
  return { key: name, name, isAsync: true, statements };
}

/** That one of the faults that are told is of this place. */
export function faultAt(member: "pointer" | "parameter", place: string): readonly Code[] {
  return [
    `const places = body.errors.map((fault) => fault.${member});`,
    sequence(call("expect(places).toContain", text(place)), ";"),
  ];
}

function arranged(entity: EntityModel, given: Code, expectation: string): readonly Code[] {
  return [
    sequence(`const attempt = ${rowNames(entity).some}(`, given, ");"),
    `await expect(attempt).${expectation};`,
  ];
}

function uniqueTest(entity: EntityModel, field: FieldModel, isSent: boolean, id: string): PlannedTest {
  const name = `${id}: refuses a value that another row has`;
  const code = `${entity.constant}_EXISTS`;
  const given = object([property(field.name, `row.${field.name}`)]);
  const sampled = sampleOf(field, field.name, {
    path: `${entity.service}.${entity.name}.${field.name}`,
    isUnique: true,
    idOf: (target) => toBeStated(`the id of a row of ${target}`),
  });
  const first = isNeeded(field) ? "" : object([property(field.name, untyped(sampled))]);
  const { some, make } = rowNames(entity);
  return {
    key: name,
    name,
    isAsync: true,
    statements: [
      sequence(`const row = await ${some}(`, first, ");"),
      ...(isSent
        ? [
            sequence(`const { status, body } = await ${make}(`, given, ");"),
            `expect([status, body.code]).toEqual([409, ${text(code)}]);`,
          ]
        : arranged(entity, given, `rejects.toMatchObject({ publicCode: ${text(code)} })`)),
    ],
  };
}

function referenceTest(entity: EntityModel, field: FieldModel, isSent: boolean, id: string): PlannedTest {
  const name = `${id}: refuses the id of a row that is not there`;
  const given = object([property(field.name, "crypto.randomUUID()")]);
  return {
    key: name,
    name,
    isAsync: true,
    statements: isSent
      ? [
          sequence(`const { status, body } = await ${rowNames(entity).make}(`, given, ");"),
          `expect([status, body.code]).toEqual([422, "REFERENCE_NOT_FOUND"]);`,
        ]
      : arranged(entity, given, `rejects.toMatchObject({ publicCode: "REFERENCE_NOT_FOUND" })`),
  };
}

/** Tests of a rule across fields: which rows keep it is for a person to say, unless it compares two numbers or days. */
function checkTests(
  entity: EntityModel,
  check: EntityModel["checks"][number],
  isSent: (field: string) => boolean,
): readonly PlannedTest[] {
  const id = `LIMIT ${entity.service}.${entity.name}.${check.name}`;
  const rows = rowsForCheck(entity, check.filter);
  if (!rows) {
    const name = `${id}: takes a row that keeps the check, and refuses one that breaks it`;
    const what = `${notWritten} ${id}. State a row that keeps the check, and one that breaks it.`;
    return [
      { key: name, name, isAsync: false, statements: [sequence(call("throw new Error", text(what)), ";")] },
    ];
  }
  const { make } = rowNames(entity);
  const test = (words: string, sent: readonly Code[], given: readonly Code[]): PlannedTest => {
    const name = `${id}: ${words}`;
    return { key: name, name, isAsync: true, statements: rows.fields.every(isSent) ? sent : given };
  };
  return [
    test(
      "takes a row that just keeps the check",
      [sequence(`const { status } = await ${make}(`, rows.keeping, ");"), "expect(status).toBe(201);"],
      arranged(entity, rows.keeping, "resolves.toBeDefined()"),
    ),
    test(
      "refuses a row that just breaks the check",
      [
        sequence(`const { status, body } = await ${make}(`, rows.breaking, ");"),
        `expect([status, body.code]).toEqual([422, "CHECK_FAILED"]);`,
      ],
      arranged(entity, rows.breaking, `rejects.toMatchObject({ publicCode: "CHECK_FAILED" })`),
    ),
  ];
}
