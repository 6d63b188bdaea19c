import type { SchemaDescription, ServiceModel, TableDescription } from "@lintel/runtime/tools";
import { escapeMarkdown, heading, inCode, sayCount, section, table } from "../../text/index.js";

/** The tables that Lintel keeps beside those of entities: the same in each schema that has them. */
export function keptTables(services: readonly ServiceModel[], schemas: readonly SchemaDescription[]): string {
  const found = new Map<
    string,
    { readonly one: TableDescription; readonly schemas: string[]; parts: number }
  >();
  for (const schema of schemas) {
    const own = new Set(
      services.find((service) => service.schema === schema.name)?.entities.map((one) => one.table),
    );
    for (const one of schema.tables) {
      if (own.has(one.name) || one.partOf) continue;
      const parts = schema.tables.filter(({ partOf }) => partOf?.table === one.name).length;
      const known = found.get(one.name) ?? { one, schemas: [], parts };
      known.schemas.push(schema.name);
      found.set(one.name, known);
    }
  }
  return section(
    heading(2, "Tables that Lintel keeps"),
    "Beside the tables of entities, in the same schema, so that what is done and the note of it commit together.",
    table(
      ["Table", "In", "What for", "Columns", "Keys and indexes"],
      [...found.values()].map(({ one, schemas: names, parts }) => [
        inCode(one.name),
        names.map(inCode).join(", "),
        `${escapeMarkdown(one.comment ?? "")}${parts > 0 ? ` A ring of ${sayCount(parts, "partition")} by \`slot\`.` : ""}`,
        one.columns
          .map((column) => inCode(`${column.name} ${column.type}${column.notNull ? "" : " null"}`))
          .join(", "),
        [
          ...one.constraints.map(({ definition }) => inCode(definition)),
          ...one.indexes.map(({ name }) => inCode(name)),
        ].join(", "),
      ]),
    ),
  );
}
