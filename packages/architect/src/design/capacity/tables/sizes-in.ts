import { describeSystem, type EntityModel, type SystemModel } from "@lintel/runtime/tools";
import type { Widths } from "../widths/widths.js";
import { shapeOfTable } from "./table-shape.js";
import { sizesOfTable, type TableSize } from "./table-size.js";

/** The table of an entity, whose size is known for any number of rows. */
export interface SizedTable {
  readonly entity: EntityModel;
  readonly sizeAt: (rows: number) => TableSize;
}

/** Every table of a blueprint's entities, by what was measured of it or is usual. */
export function sizesIn(model: SystemModel, widths: Widths | undefined): readonly SizedTable[] {
  const described = new Map(describeSystem(model).schemas.map(({ name, tables }) => [name, tables]));
  return model.services.flatMap(({ schema, entities }) =>
    entities.flatMap((entity) => {
      const table = described.get(schema)?.find(({ name }) => name === entity.table);
      if (!table) return [];
      const own = widths?.tables[`${schema}.${entity.table}`];
      return [{ entity, sizeAt: sizesOfTable(shapeOfTable(entity, table, own)) }];
    }),
  );
}
