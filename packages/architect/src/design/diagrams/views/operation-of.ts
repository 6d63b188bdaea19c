import type { EntityModel, OperationModel, ServiceModel, SystemModel } from "@lintel/runtime/tools";
import type { Workflow } from "../../cut/index.js";
import { wordsOf } from "../../language/index.js";

/** What of the API a workflow begins with. */
export type Begins =
  | { readonly by: "operation"; readonly operation: OperationModel; readonly service: ServiceModel }
  | {
      readonly by: "entity";
      readonly entity: EntityModel;
      readonly service: ServiceModel;
      readonly isRead: boolean;
    };

const reading = new Set(
  wordsOf("browse see show find search list view read look follow compare watch report export track"),
);

/**
 * The command or query of a feature, by the words of their names ("Place an order" and `placeOrder`), the owner's first; else the entity that the feature
 * names. Undefined where the blueprint has neither: it may not be written yet.
 */
export function beginningOf({ feature, owner }: Workflow, model: SystemModel): Begins | undefined {
  const said = new Set(wordsOf(feature.name));
  const services = [...model.services].sort((a, b) => Number(b.name === owner) - Number(a.name === owner));
  const operations = services.flatMap((service) =>
    [...service.commands, ...service.queries]
      .filter(({ own }) => own !== true)
      .map((operation) => ({ service, operation, words: wordsOf(operation.name) })),
  );
  const found = operations
    .filter(({ words }) => words.every((word) => said.has(word)))
    .reduce<(typeof operations)[number] | undefined>(
      (best, one) => (best === undefined || one.words.length > best.words.length ? one : best),
      undefined,
    );
  if (found) return { by: "operation", operation: found.operation, service: found.service };
  const isRead = wordsOf(feature.name).some((word) => reading.has(word));
  for (const named of [said, new Set([...said, ...wordsOf(feature.what)])])
    for (const service of services) {
      const entity = service.entities.find(({ name }) => wordsOf(name).every((word) => named.has(word)));
      if (entity) return { by: "entity", entity, service, isRead };
    }
  return undefined;
}
