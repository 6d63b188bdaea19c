import type { EntityModel, FieldModel, SystemModel } from "@lintel/runtime/tools";
import { ToolError } from "../tool-error.js";
import type { Seed } from "./seed.js";

/** A seed with the entity that it fills. */
export interface PlannedSeed {
  readonly seed: Seed;
  readonly entity: EntityModel;
  /** In the order of the values of a row. */
  readonly fields: readonly FieldModel[];
}

/**
 * Puts what `seed.ts` exports into the order in which it can be loaded: a row comes after the rows that it refers to.
 *
 * @throws ToolError SEED_INVALID where a seed is malformed, or names an entity that there is not
 */
export function planSeeds(model: SystemModel, value: unknown): readonly PlannedSeed[] {
  if (!Array.isArray(value)) throw invalid("seed.ts must export a list of seeds by default.");
  const planned = value.map((seed: unknown, position) => plan(model, seed, position));
  const repeated = planned.find(({ entity }, at) => planned.findIndex((one) => one.entity === entity) !== at);
  if (repeated) throw invalid(`Two seeds fill ${nameOf(repeated.entity)}: make one of them.`);
  return inOrder(planned);
}

function plan(model: SystemModel, seed: unknown, position: number): PlannedSeed {
  if (!isSeed(seed)) {
    throw invalid(
      `Seed ${position + 1} is not of the form { service, entity, fields, count(scale), rows(scale) }.`,
    );
  }
  const service = model.services.find((one) => one.name === seed.service);
  const seeded = (one: EntityModel) => one.projection === undefined;
  const entity = service?.entities.find((one) => one.name === seed.entity && seeded(one));
  if (entity) {
    const { tenant } = entity;
    if (tenant && !seed.fields.includes(tenant.name))
      throw invalid(
        `The rows of ${nameOf(entity)} are of tenants: name "${tenant.name}" among their fields.`,
      );
    return { seed, entity, fields: seed.fields.map((name) => fieldOf(entity, name)) };
  }
  const all = model.services.flatMap((one) => one.entities.filter(seeded).map(nameOf));
  throw invalid(
    `Seed ${position + 1} fills "${seed.service}.${seed.entity}", which is none of ${all.join(", ")}.`,
  );
}

function fieldOf(entity: EntityModel, name: string): FieldModel {
  const field = entity.byName.get(name);
  if (field) return field;
  throw invalid(`${nameOf(entity)} has no field "${name}"; it has ${[...entity.byName.keys()].join(", ")}.`);
}

function inOrder(planned: readonly PlannedSeed[]): readonly PlannedSeed[] {
  const done = new Set<PlannedSeed>();
  const visit = (one: PlannedSeed, above: readonly PlannedSeed[]): void => {
    if (done.has(one) || above.includes(one)) return;
    for (const field of one.entity.fields) {
      const { type } = field;
      if (type.kind !== "reference") continue;
      const target = planned.find(
        ({ entity }) => entity.service === one.entity.service && entity.name === type.target,
      );
      if (target) visit(target, [...above, one]);
    }
    done.add(one);
  };
  for (const one of planned) visit(one, []);
  return [...done];
}

/** `catalog.product` */
export function nameOf(entity: EntityModel): string {
  return `${entity.service}.${entity.name}`;
}

function isSeed(value: unknown): value is Seed {
  if (typeof value !== "object" || value === null) return false;
  const { service, entity, fields, count, rows } = value as Record<string, unknown>;
  return (
    typeof service === "string" &&
    typeof entity === "string" &&
    Array.isArray(fields) &&
    typeof count === "function" &&
    typeof rows === "function"
  );
}

function invalid(message: string): ToolError {
  return new ToolError("SEED_INVALID", message, "Mend seed.ts, then run the command again.", {
    where: "seed.ts",
  });
}
