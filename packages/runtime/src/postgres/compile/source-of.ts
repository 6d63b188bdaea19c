import type { EntityModel } from "../../blueprint/index.js";
import { quote, tableOf } from "../identifier.js";
import { generationColumn, projectionTable } from "../projections/names.js";
import { clientColumns } from "../schema/client-columns.js";
import { textLiteral } from "../schema/literal.js";

const sources = new WeakMap<EntityModel, string>();

/**
 * What clients' statements read an entity from, to be called `t`: its table; of a projection the rows of the build that is live. Which
 * that is, is seen on the snapshot of the statement itself, so that no reader ever sees rows of two.
 */
export function sourceOf(entity: EntityModel): string {
  if (!entity.projection) return tableOf(entity);
  const known = sources.get(entity);
  if (known) return known;
  const columns = clientColumns(entity).select.map((column) => `l.${quote(column)}`);
  const made = `(
  select ${columns.join(", ")}
  from   ${tableOf(entity)} as l
  where  l.${quote(generationColumn)} = (
    select max(p.generation)
    from   ${quote(entity.schema)}.${quote(projectionTable)} as p
    where  p.name = ${textLiteral(entity.name)} and p.state = 'live'
  )
)`;
  sources.set(entity, made);
  return made;
}
