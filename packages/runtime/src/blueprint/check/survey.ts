import type { RuleData } from "../access.js";
import type { FieldType, Modifiers } from "../field.js";
import type { FilterData } from "../filter.js";
import type { IndexData } from "../index-definition.js";
import { isNamed, type Named } from "./recognise.js";
import { type Spot, within } from "./spot.js";

/** A field of an entity, or of the input or output of a command or query; `entity` is missing for the latter. */
export interface SurveyedField extends Spot {
  readonly name: string;
  readonly type: FieldType;
  readonly modifiers: Modifiers;
  /** Made by Lintel: id, createdAt, updatedAt, version, deletedAt. */
  readonly system: boolean;
}

export interface SurveyedIndex extends Spot {
  readonly data: IndexData;
}

export interface SurveyedCheck extends Spot {
  readonly name: string;
  readonly filter: FilterData;
}

/** A rule in one of its slots: `read`, `write`, `create`, ... of an entity, or `call` of a command or query. */
export interface SurveyedRule extends Spot {
  readonly slot: string;
  readonly data: RuleData;
}

export interface SurveyedEntity extends Spot {
  readonly name: string;
  readonly service: string;
  /** Its plural in camelCase: what names the table and the path. */
  readonly plural: string;
  readonly softDelete: boolean;
  readonly options: Named;
  /** The user's own, in order. */
  readonly fields: readonly SurveyedField[];
  /** The user's own and Lintel's. */
  readonly byName: ReadonlyMap<string, SurveyedField>;
  readonly indexes: readonly SurveyedIndex[];
  readonly checks: readonly SurveyedCheck[];
  readonly access: readonly SurveyedRule[];
  /** Rules of single fields: the slot is `read` or `write`. */
  readonly fieldAccess: readonly (SurveyedRule & { readonly field: string })[];
}

export interface SurveyedOperation extends Spot {
  readonly kind: "command" | "query";
  readonly name: string;
  readonly service: string;
  readonly access?: SurveyedRule | undefined;
  readonly input: readonly SurveyedField[];
  readonly output: readonly SurveyedField[];
  readonly errors: Named;
  readonly timeout: unknown;
  readonly acrossTenants: unknown;
  readonly run: unknown;
}

/** An event of a service. */
export interface SurveyedEvent extends Spot {
  readonly name: string;
  readonly options: Named;
  readonly fields: readonly SurveyedField[];
}

/** A consumer of a service, as it is written. */
export interface SurveyedConsumer extends Spot {
  readonly name: string;
  /** The name of the service that it follows; undefined where that is none. */
  readonly source: string | undefined;
  readonly events: Named;
  readonly changes: Named;
  readonly workers: unknown;
  readonly retry: unknown;
  readonly timeout: unknown;
  readonly start: unknown;
  readonly acrossTenants: unknown;
}

/** A projection of a service: read as an entity is, and so surveyed as one, and what its rows are derived from. */
export interface SurveyedProjection extends SurveyedEntity {
  readonly key: unknown;
  readonly version: unknown;
  readonly history: unknown;
  /** The name of the service whose log it is derived from; empty where that is not there. */
  readonly source: unknown;
  /** Its functions by the name of the event, and of the entity. */
  readonly on: { readonly events: Named; readonly changes: Named };
}

export interface SurveyedService extends Spot {
  readonly name: string;
  readonly entities: ReadonlyMap<string, SurveyedEntity>;
  readonly operations: readonly SurveyedOperation[];
  readonly events: readonly SurveyedEvent[];
  readonly consumers: readonly SurveyedConsumer[];
  readonly projections: readonly SurveyedProjection[];
  /** What it says of its log, as it is written. */
  readonly log: unknown;
  /** What it says of its webhooks, as it is written. */
  readonly webhooks: unknown;
  readonly uses: readonly (Spot & { readonly alias: string; readonly service: string })[];
}

export interface SurveyedEnvironment extends Spot {
  readonly name: string;
  readonly settings: Named;
}

/** A definition that is not what its builder makes, so that no other check looks at it. */
export interface Unusable extends Spot {
  readonly value: unknown;
  readonly expected: string;
}

/** The whole of a system, walked once: everything that can be read, with its path and place. */
export interface Survey extends Spot {
  readonly name: unknown;
  readonly version: unknown;
  /** Whether it is built without a brief, and why. */
  readonly brief: unknown;
  readonly services: readonly SurveyedService[];
  /** Projections among them. */
  readonly entities: readonly SurveyedEntity[];
  readonly operations: readonly SurveyedOperation[];
  /** Of entities, events, inputs and outputs, and the fields within fields. */
  readonly fields: readonly SurveyedField[];
  readonly environments: readonly SurveyedEnvironment[];
  readonly unusable: readonly Unusable[];
}

/** The fields of these and the fields within them: items of lists (`.item`) and members of objects. */
export function* eachField(fields: Iterable<SurveyedField>): Generator<SurveyedField> {
  for (const field of fields) {
    yield field;
    yield* eachField(innerFields(field));
  }
}

/** The fields right within a field. */
export function innerFields(field: SurveyedField): SurveyedField[] {
  const { type } = field;
  const inner = (
    name: string,
    step: string,
    definition: { type: FieldType; modifiers: Modifiers; origin: unknown },
  ) => ({
    ...within(field, step, definition.origin),
    name,
    type: definition.type,
    modifiers: definition.modifiers,
    system: false,
  });
  if (type.kind === "list") return [inner("item", ".item", type.item)];
  if (type.kind !== "object") return [];
  return Object.entries(type.shape).map(([name, { definition }]) => inner(name, `.${name}`, definition));
}

/** A rule and the rules within it, each with its path. */
export function* eachRule(rule: SurveyedRule): Generator<SurveyedRule> {
  yield rule;
  if (rule.data.kind === "acrossTenants") {
    yield* eachRule({ ...within(rule, ".acrossTenants"), slot: rule.slot, data: rule.data.rule });
  }
  if (!("rules" in rule.data)) return;
  const { kind, rules } = rule.data;
  for (const [position, data] of rules.entries()) {
    yield* eachRule({ ...within(rule, `.${kind}[${position}]`), slot: rule.slot, data });
  }
}

/** The value under a key, where there is something with keys. */
export function valueAt(value: unknown, key: string): unknown {
  return isNamed(value) ? value[key] : undefined;
}
