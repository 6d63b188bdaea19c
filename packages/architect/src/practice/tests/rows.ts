import type { EntityModel, FieldModel, RuleData } from "@lintel/runtime/tools";
import { type Code, object, property, sequence, text } from "../../code/index.js";
import { partsOf } from "./callers.js";
import type { Helper } from "./planned.js";
import { type Field, isNeeded, sampleOf, toBeStated } from "./samples.js";

/** How the file calls what makes rows of an entity. */
export interface RowNames {
  /** `someProduct()`: a row that is there. */
  readonly some: string;
  /** `productWith()`: what one is made from. */
  readonly values: string;
  /** `makeProduct()`: what a client that may make one gets for it. */
  readonly make: string;
}

export function rowNames({ name, title }: EntityModel): RowNames {
  return { some: `some${title}`, values: `${name}With`, make: `make${title}` };
}

/** The functions that make rows of an entity, whoever may do so otherwise. `service` is what the file calls its service. */
export function rowHelpers(
  entity: EntityModel,
  siblings: readonly EntityModel[],
  service: string,
): readonly Helper[] {
  const { some, values } = rowNames(entity);
  const known = new Map(siblings.map((one) => [one.name, one]));
  const numbered = fieldsThatDiffer(entity);
  const needed = entity.fields.filter((field) => !field.system && isNeeded(field));
  const properties = needed.map((field) =>
    property(
      field.name,
      sampleOf(field, field.name, {
        path: `${entity.service}.${entity.name}.${field.name}`,
        isUnique: numbered.has(field.name),
        idOf: (target) => idOf(target, entity, known),
      }),
    ),
  );
  return [
    {
      name: values,
      code: sequence(
        `const ${values} = async (change: object = {}) => (`,
        object([...properties, "...change"]),
        ");",
      ),
    },
    {
      name: some,
      code: sequence(
        `const ${some} = async (change: object = {}) => `,
        {
          kind: "block",
          statements: [
            `const values = await ${values}(change);`,
            `return app.given(${service}, (db) => db.${entity.name}.insert(values));`,
          ],
        },
        ";",
      ),
    },
  ];
}

function idOf(target: string, from: EntityModel, known: ReadonlyMap<string, EntityModel>): Code {
  const name = target.split(".").at(-1) ?? target;
  const entity = known.get(name);
  if (!entity || entity === from) return toBeStated(`the id of a row of ${target}`);
  return `(await ${rowNames(entity).some}()).id`;
}

/** Fields whose values must differ from row to row: unique ones, and one of each unique index that nothing else makes differ. */
function fieldsThatDiffer(entity: EntityModel): ReadonlySet<string> {
  const differs = new Set(entity.fields.filter(({ modifiers }) => modifiers.unique).map(({ name }) => name));
  const byItself: ReadonlySet<string> = new Set(["uuid", "reference"]);
  for (const { unique, fields } of entity.indexes) {
    if (!unique) continue;
    const names = fields.map((one) => one.replace(/^-/, ""));
    const found = names.map((name) => entity.byName.get(name));
    if (found.some((field) => !field || byItself.has(field.type.kind) || differs.has(field.name))) continue;
    const first = found.find((field) => field && isNeeded(field) && canDiffer.has(field.type.kind));
    if (first) differs.add(first.name);
  }
  return differs;
}

const canDiffer: ReadonlySet<string> = new Set([
  "text",
  "email",
  "url",
  "integer",
  "bigint",
  "date",
  "timestamp",
]);

/** What makes a row the caller's by the owner rules that are asked, where `caller` is what the file calls the client. */
export function ownedBy(
  rule: RuleData,
  entity: EntityModel,
  siblings: readonly EntityModel[],
  caller: string,
): readonly (readonly [field: string, value: Code])[] {
  const fields = new Set(partsOf(rule).flatMap((one) => (one.kind === "owner" ? [one.field] : [])));
  return [...fields].map((name) => {
    const type = entity.byName.get(name)?.type;
    const target = type?.kind === "reference" ? type.target.split(".").at(-1) : undefined;
    const referred = siblings.find((one) => one.name === target);
    return [
      name,
      referred ? `(await ${rowNames(referred).some}({ id: ${caller}.subject })).id` : `${caller}.subject`,
    ];
  });
}

/** Who may make a row, with all the fields that one must have. */
export function createRule({ access, fields }: EntityModel): RuleData {
  const needed = fields.flatMap((field) =>
    !field.system && isNeeded(field) && field.write ? [field.write] : [],
  );
  return needed.length === 0 ? access.create : { kind: "allOf", rules: [access.create, ...needed] };
}

/** A change of a row that does nothing to whom it belongs to; undefined where there is none. */
export function someChange(entity: EntityModel): Code | undefined {
  const asked = new Set(
    Object.values(entity.access)
      .flatMap(partsOf)
      .flatMap((one) =>
        one.kind === "owner" ? [one.field] : one.kind === "when" ? Object.keys(one.filter) : [],
      ),
  );
  const kinds: readonly string[] = [
    "text",
    "boolean",
    "integer",
    "enumeration",
    "date",
    "timestamp",
    "decimal",
    "money",
    "email",
    "url",
    "bigint",
    "list",
    "object",
    "json",
  ];
  const [field] = entity.fields
    .filter(
      ({ name, system, type, modifiers, write }) =>
        !system &&
        !modifiers.immutable &&
        !modifiers.private &&
        !write &&
        !asked.has(name) &&
        kinds.includes(type.kind),
    )
    .filter(({ type }) => type.kind !== "text" || type.pattern === undefined)
    .sort((one, other) => kinds.indexOf(one.type.kind) - kinds.indexOf(other.type.kind));
  return field && object([property(field.name, plainSample(field, entity))]);
}

/** A value for a body: its type is nobody's business there. */
export function plainSample(field: FieldModel, { service, name, indexes }: EntityModel): Code {
  const isUnique =
    field.modifiers.unique ||
    indexes.some(
      ({ unique, fields }) => unique && fields.some((one) => one.replace(/^-/, "") === field.name),
    );
  const code = sampleOf(field, field.name, {
    path: `${service}.${name}.${field.name}`,
    isUnique,
    idOf: (target) => toBeStated(`the id of a row of ${target}`),
  });
  return untyped(code);
}

/** The code without `as const` and `as never`. */
export function untyped(code: Code): Code {
  if (typeof code === "string" || code.kind !== "sequence") return code;
  const [first = "", second] = code.parts;
  return second === " as const" || second === " as never" ? first : code;
}

/** What has to be so of a row for a condition to hold, and not to; undefined where that takes a person. */
export function rowsFor(
  rule: RuleData,
  entity: EntityModel,
): { readonly meeting: Change | undefined; readonly missing: Change | undefined } | undefined {
  const filters = partsOf(rule).flatMap((one) => (one.kind === "when" ? [one.filter] : []));
  if (filters.length === 0) return undefined;
  const meeting: [string, Code][] = [];
  const missing: [string, Code][] = [];
  let isKnown = true;
  for (const filter of filters) {
    let isMissed = false;
    for (const [name, asked] of Object.entries(filter)) {
      const field = entity.byName.get(name);
      const [held, broken] = field && !field.system ? valuesFor(field, asked) : [];
      if (held === undefined) isKnown = false;
      else meeting.push([name, held]);
      if (broken !== undefined) {
        missing.push([name, broken]);
        isMissed = true;
      }
    }
    isKnown &&= isMissed;
  }
  return isKnown ? { meeting, missing } : { meeting: undefined, missing: undefined };
}

export type Change = readonly (readonly [field: string, value: Code])[];

/** A value with which a comparison holds, and one with which it does not. */
function valuesFor(field: Field, asked: unknown): readonly [held?: Code, broken?: Code] {
  if (typeof asked === "boolean") return [String(asked), String(!asked)];
  if (typeof asked === "string" || typeof asked === "number") {
    const different = other(field, asked);
    return different === undefined ? [literal(asked)] : [literal(asked), different];
  }
  if (typeof asked !== "object" || asked === null) return [];
  const [[comparison, operand] = [], second] = Object.entries(asked);
  if (second !== undefined) return [];
  if (comparison === "eq") return valuesFor(field, operand);
  if (
    comparison === "ne" &&
    (typeof operand === "string" || typeof operand === "number" || typeof operand === "boolean")
  ) {
    const [equal, different] = valuesFor(field, operand);
    return equal === undefined || different === undefined ? [] : [different, equal];
  }
  if (comparison === "in" && Array.isArray(operand) && operand.length > 0) {
    const { type } = field;
    const outside =
      type.kind === "enumeration" ? type.values.find((one) => !operand.includes(one)) : undefined;
    return outside === undefined ? [] : [literal(operand[0] as string), text(outside)];
  }
  return [];
}

const literal = (given: string | number): Code => (typeof given === "string" ? text(given) : String(given));

function other({ type }: Field, than: string | number): Code | undefined {
  if (type.kind === "enumeration") {
    const found = type.values.find((one) => one !== than);
    return found === undefined ? undefined : text(found);
  }
  if (type.kind === "text" && type.pattern === undefined) {
    const found = ["a", "b"].find((one) => one !== than) ?? "a";
    return text(found.padEnd(type.min ?? 0, found));
  }
  if (type.kind === "integer" && typeof than === "number")
    return String(than === (type.max ?? null) ? than - 1 : than + 1);
  return undefined;
}
