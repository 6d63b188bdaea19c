import { describeSystem, entityTables, type ServiceModel } from "@lintel/runtime/tools";
import type { Architecture } from "../../architecture.js";
import {
  anchorOfHeading,
  blocks,
  escapeMarkdown,
  heading,
  inCode,
  link,
  provisional,
  sayCount,
  saySize,
  section,
  table,
} from "../../text/index.js";
import { decisionRows, decisionsOn, sentence } from "../decision-lines.js";
import type { DocumentFile } from "../document.js";
import { entitiesOf } from "../entities.js";
import { keptTables } from "./kept-tables.js";
import { migrationPolicy } from "./migration-policy.js";
import { retention } from "./retention.js";
import { roles } from "./roles.js";
import { askedOfData, rules } from "./rules.js";
import { tableSection } from "./table-section.js";

/** `database.md`: every table as PostgreSQL holds it, what each index serves, how large it gets and how it changes. */
export function databaseDocument(architecture: Architecture): DocumentFile {
  const { needs, model } = architecture;
  const { schemas } = describeSystem(model);
  return {
    path: "database.md",
    text: `${blocks(
      heading(1, `${needs.name}: database specification`),
      "One PostgreSQL database (15 to 18) with a schema for each service. The SQL below is what `lintel db migrate` brings it to; names are quoted as they stand there.",
      volumes(architecture),
      decided(architecture),
      rules(architecture),
      askedOfData(architecture),
      roles(architecture),
      retention(architecture),
      ...model.services.map((service) => serviceTables(architecture, service)),
      keptTables(model.services, schemas),
      migrationPolicy(architecture),
    )}\n`,
  };
}

function serviceTables(architecture: Architecture, service: ServiceModel): string {
  const described = entityTables(service);
  return section(
    heading(2, `Schema ${service.schema}`),
    service.description === undefined ? undefined : sentence(escapeMarkdown(service.description)),
    ...entitiesOf(architecture, service).flatMap((known, at) => {
      const own = described[at];
      return own ? [tableSection(architecture, service, known, own)] : [];
    }),
  );
}

function volumes({ capacity, model }: Architecture): string {
  const isSized = capacity.tables.length > 0;
  const rows = model.services.map(({ name, schema, entities }) => {
    const tables = capacity.tables.filter(({ service }) => service === name);
    const sum = (of: "now" | "inAYear") =>
      tables.reduce(
        (all, one) => all + one.bytes[of] + one.indexes.reduce((sizes, index) => sizes + index.bytes[of], 0),
        0,
      );
    const sizes = tables.length === 0 ? ["", ""] : [saySize(sum("now")), saySize(sum("inAYear"))];
    return [
      inCode(schema),
      escapeMarkdown(name),
      sayCount(entities.length, "table"),
      ...(isSized ? sizes : []),
    ];
  });
  return section(
    heading(2, "Schemas"),
    table(
      [
        "Schema",
        "Service",
        "Tables of entities",
        ...(isSized
          ? ([
              { title: "Size now", align: "right" },
              { title: "In a year", align: "right" },
            ] as const)
          : []),
      ],
      rows,
    ),
    !isSized
      ? undefined
      : "Sizes are of tables with their indexes; how they are worked out stands in [capacity.md](capacity.md).",
  );
}

function decided(architecture: Architecture): string {
  const decisions = decisionsOn(architecture, [
    "data-pattern",
    "tenancy",
    "partitioning",
    "replicas",
    "cache",
    "search",
    "encryption",
  ]);
  return section(
    heading(2, "What was decided"),
    decisionRows(architecture, decisions),
    decisions.length === 0
      ? undefined
      : `What decided it, and what would change it: ${link("system.md", `system.md#${anchorOfHeading("Data pattern")}`)}.`,
    provisional(decisions.flatMap(({ missing }) => missing)),
  );
}
