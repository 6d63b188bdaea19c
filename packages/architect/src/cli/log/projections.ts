import type { BuildState, EntityModel, ServiceModel, SystemModel } from "@lintel/runtime/tools";
import { formatTable, grouped } from "../table.js";
import type { Paint } from "../terminal.js";
import type { Verb } from "../verb.js";

/** `lintel log projections` */
export const projections: Verb = {
  name: "projections",
  summary:
    "Tell how each projection stands: the build that is served, those beside it, and how far they are.",
  examples: ["lintel log projections", "lintel log projections --json"],
  declare: (command) =>
    command.option("--database-url <url>", "instead of the embedded database (or DATABASE_URL)"),
  async run({ terminal, text }) {
    const { openLogConnection, readBuilds } = await import("@lintel/runtime/tools");
    const { readModel } = await import("../read-model.js");
    const { withDatabase } = await import("../db/with-database.js");
    return withDatabase({ terminal, text }, async ({ url, project }) => {
      const { model } = await readModel(project);
      const found: ProjectionLine[] = [];
      for (const service of model.services) {
        const described = service.entities.filter(({ projection }) => projection);
        if (described.length === 0) continue;
        const { role, schema } = service;
        const client = await openLogConnection({
          url,
          role,
          schema,
          applicationName: "lintel log projections",
        });
        try {
          const builds = await readBuilds(client, schema);
          for (const entity of described)
            found.push({ service, entity, builds: builds.filter(({ name }) => name === entity.name) });
        } finally {
          await client.end();
        }
      }
      terminal.result({ projections: found.map(toJson) }, (paint) => formatProjections(found, paint));
      return 0;
    });
  },
};

export interface ProjectionLine {
  readonly service: Pick<ServiceModel, "name">;
  readonly entity: Pick<EntityModel, "name" | "projection">;
  readonly builds: readonly BuildState[];
}

function toJson({ service, entity, builds }: ProjectionLine) {
  return {
    service: service.name,
    projection: entity.name,
    version: entity.projection?.version,
    source: entity.projection?.source,
    builds: builds.map(({ name: _, ...build }) => build),
  };
}

const columns = ["PROJECTION", "OF", "BUILD", "VERSION", "STATE", "FROM", "POSITION", "MOVED"];

/** The projections as a table, a line for each build. */
export function formatProjections(lines: readonly ProjectionLine[], paint: Paint): string {
  if (lines.length === 0) return "No service has a projection. One is added with `.projection(...)`.";
  const rows = lines.flatMap(({ service, entity, builds }) => {
    const name = `${service.name}.${entity.name}`;
    const of = entity.projection?.source ?? "";
    if (builds.length === 0)
      return [[name, of, "-", String(entity.projection?.version), "not begun", "-", "-", "-"]];
    return builds.map(({ generation, version, state, firstPosition, position, changedAt }) => [
      name,
      of,
      grouped(generation),
      String(version),
      state,
      firstPosition === undefined ? "-" : grouped(firstPosition),
      grouped(position),
      `${changedAt.slice(0, 19)}Z`,
    ]);
  });
  return formatTable(columns, rows, paint);
}

/** The projection of this name: `productSales`, or with its service `orders.productSales`. */
export function findProjection(
  model: SystemModel,
  name: string,
): { readonly service: ServiceModel; readonly entity: EntityModel } | readonly string[] {
  const all = model.services.flatMap((service) =>
    service.entities.filter(({ projection }) => projection).map((entity) => ({ service, entity })),
  );
  const full = (one: (typeof all)[number]) => `${one.service.name}.${one.entity.name}`;
  const [first, ...others] = all.filter((one) => name === one.entity.name || name === full(one));
  return first && others.length === 0 ? first : all.map(full);
}
