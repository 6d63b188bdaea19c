import type { EntityModel, ServiceModel } from "@lintel/runtime/tools";
import type { Architecture } from "../architecture.js";
import type { TableEstimate } from "../capacity/index.js";
import type { EntityNeed } from "../needs/index.js";

/** An entity of the blueprint with what the brief and the capacity plan say of it. */
export interface KnownEntity {
  readonly entity: EntityModel;
  readonly need: EntityNeed | undefined;
  readonly estimate: TableEstimate | undefined;
}

/** The entities of a service, in the order of the blueprint. */
export function entitiesOf(architecture: Architecture, service: ServiceModel): readonly KnownEntity[] {
  return service.entities.map((entity) => ({
    entity,
    need: needOf(architecture, entity),
    estimate: architecture.capacity.tables.find(
      (table) =>
        table.service === service.name && (table.entity === entity.name || table.table === entity.table),
    ),
  }));
}

/** Entities that the brief asks for and the blueprint does not have. */
export function missingEntities({ needs, model }: Architecture): readonly EntityNeed[] {
  const names = new Set(model.services.flatMap(({ entities }) => entities.flatMap(namesOf)));
  return needs.entities.filter(({ name }) => !names.has(plain(name)) && !names.has(singular(plain(name))));
}

function needOf({ needs }: Architecture, entity: EntityModel): EntityNeed | undefined {
  const names = new Set(namesOf(entity));
  return needs.entities.find(({ name }) => names.has(plain(name)) || names.has(singular(plain(name))));
}

/** By which a person may mean it: `orderLine`, `order_lines`. */
function namesOf({ name, table }: EntityModel): readonly string[] {
  return [plain(name), plain(table), singular(plain(table))];
}

/** Letters and digits alone, in lower case. */
export function plain(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}

function singular(name: string): string {
  return name.replace(/ies$/, "y").replace(/s$/, "");
}
