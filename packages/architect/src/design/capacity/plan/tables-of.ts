import type { EntityModel, SystemModel } from "@lintel/runtime/tools";
import { entityNames } from "../../language/index.js";
import type { Needs } from "../../needs/index.js";
import type { TableEstimate } from "../capacity.js";
import { sizesIn } from "../tables/sizes-in.js";
import type { Widths } from "../widths/widths.js";

/** Rows of a table that the brief does not name. A rule of thumb. */
const unnamed = 1_000;

/** How large each table of the blueprint and its indexes are, now and in a year. */
export function tablesOf(
  needs: Needs,
  model: SystemModel,
  widths: Widths | undefined,
): readonly TableEstimate[] {
  const rowsOf = rowsIn(needs);
  return sizesIn(model, widths).map(({ entity, sizeAt }) => {
    const { rows, from, assumed } = rowsOf(entity);
    const now = sizeAt(rows.now);
    const inAYear = sizeAt(rows.inAYear);
    return Object.freeze({
      service: entity.service,
      entity: entity.name,
      table: entity.table,
      rows,
      rowBytes: now.row,
      bytes: { now: now.table, inAYear: inAYear.table },
      outside: { now: now.outside, inAYear: inAYear.outside },
      indexes: now.indexes.map(({ name, bytes }, at) => ({
        name,
        bytes: { now: bytes, inAYear: inAYear.indexes[at]?.bytes ?? bytes },
      })),
      from,
      ...(assumed !== undefined && { assumed }),
    });
  });
}

/** The rows of an entity of the blueprint, from that of the brief which is called alike. */
function rowsIn({ entities, requirementOf }: Needs) {
  const names = entityNames(entities.map(({ name }) => name));
  const byName = new Map(entities.map((entity, at) => [plain(names[at] ?? entity.name), entity]));
  const more = new Map(entities.map((entity) => [plain(entity.name), entity]));
  return (entity: EntityModel) => {
    const names = [entity.name, entity.table].map(plain);
    const found = names.map((name) => byName.get(name) ?? more.get(name)).find((one) => one !== undefined);
    if (found) return { rows: { now: found.now, inAYear: found.inAYear }, from: found.from };
    const asked = requirementOf("data.entities");
    return {
      rows: { now: unnamed, inAYear: unnamed },
      from: [],
      assumed: `The brief (${asked}) has no figure for it: ${unnamed} rows are taken.`,
    };
  };
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}

/** Part of all rows of a year that some services keep, 0 to 1; undefined where there are no rows. */
export function partOfRows(
  tables: readonly TableEstimate[],
  isOf: (service: string) => boolean,
): number | undefined {
  const sum = (of: (service: string) => boolean) =>
    tables.reduce((all, { service, rows }) => all + (of(service) ? rows.inAYear : 0), 0);
  const rows = sum(() => true);
  return rows === 0 ? undefined : sum(isOf) / rows;
}
