import { LRUCache } from "lru-cache";
import type { EntityModel, FieldModel } from "../blueprint/index.js";
import { failure, type LintelError } from "../errors.js";
import type { SortPlan } from "./plan.js";
import { listed, received } from "./wording.js";

/** Fields of a sort at most. */
const mostKeys = 5;
const kept = new WeakMap<EntityModel, LRUCache<string, readonly SortPlan[]>>();
const unsortable: ReadonlySet<string> = new Set(["json", "list", "object", "many"]);

/** Whether rows can be sorted by the field. */
function isSortable(field: FieldModel): boolean {
  return !unsortable.has(field.type.kind);
}

const offered = new WeakMap<readonly FieldModel[], readonly FieldModel[]>();

/** Those of the fields that clients can sort the entity's list by. The same array for the same fields. */
export function sortableFields({ list }: EntityModel, among: readonly FieldModel[]): readonly FieldModel[] {
  const known = offered.get(among);
  if (known) return known;
  const sortable = among.filter((field) => isSortable(field) && (list.sort?.has(field.name) ?? true));
  offered.set(among, sortable);
  return sortable;
}

/**
 * The order that the names state, descending with a minus, made total by `id` at its end. `id` goes the way of the
 * last name, so that the order of one index serves it both ways. No names: by `id`, which is the order of creation.
 * `among` holds the fields that may be used. Throws `SORT_UNSUPPORTED`. The same frozen array for the same order.
 */
export function planSort(
  entity: EntityModel,
  names: readonly string[],
  among: readonly FieldModel[],
): readonly SortPlan[] {
  if (names.length > mostKeys) {
    throw refused("maxItems", `Received ${names.length} fields to sort by; expected at most ${mostKeys}.`);
  }
  const keys: SortPlan[] = [];
  for (const name of names) {
    const descending = name.startsWith("-");
    const wanted = descending ? name.slice(1) : name;
    const field = entity.byName.get(wanted);
    if (!field || !among.includes(field) || !isSortable(field)) {
      const known = listed(among.filter(isSortable).map((one) => one.name));
      throw refused("field", `Received ${received(name)} to sort by; expected some of: ${known}.`);
    }
    if (keys.some((key) => key.field === field)) {
      throw refused("repeated", `Received "${field.name}" twice to sort by; expected it once.`);
    }
    keys.push(Object.freeze({ field, descending }));
  }
  return shared(entity, total(entity, keys));
}

function total(entity: EntityModel, keys: readonly SortPlan[]): readonly SortPlan[] {
  const at = keys.findIndex((key) => key.field.name === "id");
  if (at >= 0) return keys.slice(0, at + 1);
  const id = entity.byName.get("id");
  if (!id) throw new TypeError(`The entity "${entity.name}" has no id.`);
  return [...keys, Object.freeze({ field: id, descending: keys.at(-1)?.descending ?? false })];
}

function shared(entity: EntityModel, sort: readonly SortPlan[]): readonly SortPlan[] {
  let known = kept.get(entity);
  if (!known) {
    known = new LRUCache({ max: 500 });
    kept.set(entity, known);
  }
  const key = sort.map(({ field, descending }) => `${descending ? "-" : ""}${field.name}`).join();
  const same = known.get(key);
  if (same) return same;
  const made = Object.freeze(sort);
  known.set(key, made);
  return made;
}

function refused(rule: string, message: string): LintelError {
  return failure("SORT_UNSUPPORTED", message, { errors: [{ parameter: "sort", rule, message }] });
}
