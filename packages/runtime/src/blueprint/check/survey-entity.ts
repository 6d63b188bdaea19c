import type { FieldType, Modifiers } from "../field.js";
import { plural } from "../naming.js";
import { isCheck, isIndex, isNamed, isRule, type Named } from "./recognise.js";
import { type Spot, within } from "./spot.js";
import type {
  SurveyedCheck,
  SurveyedEntity,
  SurveyedField,
  SurveyedIndex,
  SurveyedRule,
  Unusable,
} from "./survey.js";
import { surveyShape } from "./survey-shape.js";

interface Written {
  readonly name: string;
  readonly service: string;
  readonly shape: Named;
  readonly options: Named;
  readonly softDelete: boolean;
}

/** Walks one entity: its fields, indexes, checks and access rules. */
export function surveyEntity(written: Written, spot: Spot, unusable: Unusable[]): SurveyedEntity {
  const { name, service, shape, options, softDelete } = written;
  const fields = [...surveyShape(shape, spot, unusable)];
  const access = isNamed(options.access) ? options.access : {};
  return {
    ...spot,
    name,
    service,
    plural: typeof options.plural === "string" ? options.plural : plural(name),
    softDelete,
    options,
    fields,
    byName: new Map([...systemFields(spot, softDelete), ...fields].map((field) => [field.name, field])),
    indexes: [...eachIndex(options.indexes, spot, unusable)],
    checks: [...eachCheck(options.checks, spot, unusable)],
    access: [...eachSlot(access, within(spot, ".access"), unusable)],
    fieldAccess: [...eachFieldSlot(access.fields, within(spot, ".access.fields"), unusable)],
  };
}

const plain: Modifiers = {
  optional: false,
  unique: false,
  immutable: false,
  private: false,
  personal: false,
};

function systemFields(spot: Spot, softDelete: boolean): SurveyedField[] {
  const system = (name: string, type: FieldType, modifiers: Partial<Modifiers> = {}): SurveyedField => ({
    ...spot,
    name,
    type,
    modifiers: { ...plain, ...modifiers },
    system: true,
  });
  return [
    system("id", { kind: "uuid" }, { unique: true }),
    system("createdAt", { kind: "timestamp" }),
    system("updatedAt", { kind: "timestamp" }),
    system("version", { kind: "integer" }),
    ...(softDelete ? [system("deletedAt", { kind: "timestamp" }, { optional: true })] : []),
  ];
}

function* eachIndex(written: unknown, parent: Spot, unusable: Unusable[]): Generator<SurveyedIndex> {
  for (const [position, index] of (Array.isArray(written) ? written : []).entries()) {
    const spot = within(parent, `.indexes[${position}]`);
    if (isIndex(index)) yield { ...within(spot, "", index.origin), data: index.data };
    else unusable.push({ ...spot, value: index, expected: "by(...) or search(...)" });
  }
}

function* eachCheck(written: unknown, parent: Spot, unusable: Unusable[]): Generator<SurveyedCheck> {
  for (const [position, check] of (Array.isArray(written) ? written : []).entries()) {
    const spot = within(parent, `.checks[${position}]`);
    if (isCheck(check)) yield { ...within(spot, "", check.origin), name: check.name, filter: check.filter };
    else unusable.push({ ...spot, value: check, expected: "check(...)" });
  }
}

function* eachSlot(written: Named, parent: Spot, unusable: Unusable[]): Generator<SurveyedRule> {
  for (const [slot, rule] of Object.entries(written)) {
    if (slot === "fields" || rule === undefined) continue;
    const spot = within(parent, `.${slot}`);
    if (isRule(rule)) yield { ...within(spot, "", rule.origin), slot, data: rule.data };
    else unusable.push({ ...spot, value: rule, expected: "a rule such as signedIn or role(...)" });
  }
}

function* eachFieldSlot(
  written: unknown,
  parent: Spot,
  unusable: Unusable[],
): Generator<SurveyedRule & { readonly field: string }> {
  for (const [field, slots] of Object.entries(isNamed(written) ? written : {})) {
    const rules = eachSlot(isNamed(slots) ? slots : {}, within(parent, `.${field}`), unusable);
    for (const rule of rules) yield { ...rule, field };
  }
}
