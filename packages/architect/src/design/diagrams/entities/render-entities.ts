import type { Diagram, EntityDiagram } from "../diagram.js";
import { onSheet } from "../picture/sheet.js";
import { toSvg } from "../picture/svg.js";
import { entityMermaid } from "./entity-mermaid.js";
import { entityPicture } from "./entity-picture.js";

/**
 * Tables and how they refer to each other, as a picture: a crow's foot where many rows may refer, dashed where PostgreSQL does not hold the
 * reference.
 *
 * @throws RangeError where two tables have one id, or a relation names a table that there is not
 */
export function renderEntities(diagram: EntityDiagram): Diagram {
  const ids = new Set(diagram.entities.map(({ id }) => id));
  if (ids.size < diagram.entities.length) throw new RangeError("Two tables have one id.");
  for (const { from, to } of diagram.relations)
    for (const id of [from, to])
      if (!ids.has(id)) throw new RangeError(`A relation ends at "${id}", which there is not.`);
  const alt = entityAlt(diagram);
  return Object.freeze({
    svg: toSvg(onSheet(entityPicture(diagram), diagram.title, diagram.notes ?? []), diagram.title, alt),
    mermaid: entityMermaid(diagram),
    alt,
  });
}

function entityAlt({ entities, relations }: EntityDiagram): string {
  const titles = new Map(entities.map(({ id, title }) => [id, title]));
  const said = relations.map(({ from, to, field }) => `${titles.get(from)} to ${titles.get(to)} by ${field}`);
  const shown = said.length > 40 ? [...said.slice(0, 40), `and ${said.length - 40} more`] : said;
  return `Tables: ${entities.map(({ title }) => title).join(", ")}. References: ${shown.join("; ") || "none"}.`;
}
