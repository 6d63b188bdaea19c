import { LRUCache } from "lru-cache";
import type { Actor, EntityModel, FieldModel, RuleData } from "../blueprint/index.js";
import { mayAct } from "./access.js";
import type { Predicate } from "./plan.js";
import { always, isNull } from "./predicate.js";

/** What an entity's plans share: worked out once, kept by identity. */
interface Prepared {
  /** That a row is not softly deleted; `always` where deletion is not soft. */
  readonly live: Predicate;
  /** Every field, private ones too: for commands. */
  readonly all: readonly FieldModel[];
  /** Every field that is not private. */
  readonly open: readonly FieldModel[];
  /** The rules of those of them that are only for some callers. */
  readonly narrowed: readonly RuleData[];
  /** What callers may read, by which of those rules let them: `101`. */
  readonly byOutcome: Map<string, readonly FieldModel[]>;
  readonly positions: ReadonlyMap<FieldModel, number>;
  /** Selections by the positions of their fields. Bounded, since clients choose them. */
  readonly selections: LRUCache<string, readonly FieldModel[]>;
}

const kept = new WeakMap<EntityModel, Prepared>();

/** That a row is not softly deleted; `always` where the entity's deletion is not soft. One object an entity. */
export function liveRows(entity: EntityModel): Predicate {
  return prepared(entity).live;
}

/** Every field of the entity, private ones too, for the repositories of commands. One frozen array an entity. */
export function allFields(entity: EntityModel): readonly FieldModel[] {
  return prepared(entity).all;
}

/**
 * The fields that this caller may read, in the order of the table: never the private ones, and those with a rule
 * of their own where it lets the caller. The same frozen array for the same fields.
 */
export function readableFields(entity: EntityModel, actor: Actor): readonly FieldModel[] {
  const own = prepared(entity);
  if (own.narrowed.length === 0) return own.open;
  let outcome = "";
  for (const rule of own.narrowed) outcome += mayAct(rule, actor) ? "1" : "0";
  const known = own.byOutcome.get(outcome);
  if (known) return known;
  const made = selection(
    entity,
    own.open.filter((field) => isReadable(field, actor)),
  );
  own.byOutcome.set(outcome, made);
  return made;
}

/** Whether this caller may read the field. */
export function isReadable(field: FieldModel, actor: Actor): boolean {
  return !field.modifiers.private && (!field.read || mayAct(field.read, actor));
}

/** The one frozen array that stands for these fields, in the order of the table whatever order they come in. */
export function selection(entity: EntityModel, fields: readonly FieldModel[]): readonly FieldModel[] {
  const own = prepared(entity);
  const key = fields
    .map((field) => own.positions.get(field) ?? 0)
    .sort((one, other) => one - other)
    .join();
  const known = own.selections.get(key);
  if (known) return known;
  const made = Object.freeze(own.all.filter((field) => fields.includes(field)));
  own.selections.set(key, made);
  return made;
}

function prepared(entity: EntityModel): Prepared {
  const known = kept.get(entity);
  if (known) return known;
  const deletedAt = entity.softDelete ? entity.byName.get("deletedAt") : undefined;
  const open = Object.freeze(entity.fields.filter((field) => !field.modifiers.private));
  const positions = new Map(entity.fields.map((field, at) => [field, at]));
  const selections = new LRUCache<string, readonly FieldModel[]>({ max: 500 });
  selections.set(open.map((field) => positions.get(field)).join(), open);
  const made: Prepared = {
    live: deletedAt ? isNull(deletedAt, true) : always,
    all: entity.fields,
    open,
    narrowed: open.flatMap((field) => (field.read ? [field.read] : [])),
    byOutcome: new Map(),
    positions,
    selections,
  };
  kept.set(entity, made);
  return made;
}
