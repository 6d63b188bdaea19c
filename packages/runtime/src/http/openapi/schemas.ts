import type { EntityModel, SystemModel } from "../../blueprint/index.js";
import { createSchema, rowSchema, updateSchema } from "../../plan/index.js";
import { isReachable } from "../route.js";
import type { SchemaObject } from "./openapi-document.js";

/**
 * The schemas of every entity that has a route: `Product` as it is answered, `ProductPart` where `fields` or `include` changed its
 * form, `ProductCreate` and `ProductUpdate`: those that some route takes or answers with.
 */
export function entitySchemas(model: SystemModel): { readonly [name: string]: SchemaObject } {
  const schemas: { [name: string]: SchemaObject } = {};
  for (const service of model.services) {
    for (const entity of service.entities) {
      if (!Object.values(entity.access).some(isReachable)) continue;
      const row = rowSchema(entity);
      schemas[entity.title] = { ...row, required: alwaysThere(entity, row) };
      if (isReachable(entity.access.read))
        schemas[`${entity.title}Part`] = partSchema(entity, service.entities, row);
      if (isReachable(entity.access.create)) schemas[`${entity.title}Create`] = createSchema(entity);
      if (isReachable(entity.access.update)) schemas[`${entity.title}Update`] = updateSchema(entity);
    }
  }
  return schemas;
}

/** A field that only some may read is absent for the others. */
function alwaysThere(entity: EntityModel, row: SchemaObject): readonly string[] {
  return ((row.required ?? []) as string[]).filter((name) => entity.byName.get(name)?.read === undefined);
}

function partSchema(entity: EntityModel, siblings: readonly EntityModel[], row: SchemaObject): SchemaObject {
  const properties: { [name: string]: unknown } = { ...(row.properties as object) };
  for (const relation of entity.relations.values()) {
    const target = siblings.find((one) => one.name === relation.target);
    if (!target || !isReachable(target.access.read)) continue;
    const part = { $ref: `#/components/schemas/${target.title}Part` };
    properties[relation.name] =
      relation.cardinality === "one"
        ? { anyOf: [properties[relation.name], part] }
        : { type: "array", items: part, maxItems: 100 };
  }
  return { ...row, title: `${entity.title}Part`, properties, required: ["id"] };
}
