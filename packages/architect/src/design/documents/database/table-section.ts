import type { DescribedTable, ServiceModel } from "@lintel/runtime/tools";
import { applicationRules } from "@lintel/runtime/tools";
import type { Architecture } from "../../architecture.js";
import {
  blocks,
  escapeMarkdown,
  heading,
  inCode,
  list,
  sayNumber,
  saySize,
  section,
  table,
  withRefs,
} from "../../text/index.js";
import { sentence } from "../decision-lines.js";
import type { KnownEntity } from "../entities.js";
import { conditionOf, primaryKeyServes, servedBy } from "./served-by.js";

/** One table: its columns, what holds of them, its indexes with what each is for, its size, and who may touch it. */
export function tableSection(
  architecture: Architecture,
  service: ServiceModel,
  { entity, need, estimate }: KnownEntity,
  described: DescribedTable,
): string {
  const { schema, table: name } = entity;
  const rows = need ? { now: need.now, inAYear: need.inAYear } : estimate?.rows;
  return section(
    heading(3, `${schema}.${name}`),
    blocks(
      withRefs(
        sentence(escapeMarkdown(entity.description ?? need?.holds ?? `Rows of ${entity.name}`)),
        need?.from ?? [],
      ),
      list([
        ...(rows ? [`${sayNumber(rows.now)} rows now, ${sayNumber(rows.inAYear)} in a year.`] : []),
        ...(estimate
          ? [
              `${sayNumber(Math.round(estimate.rowBytes))} bytes a row; ${saySize(estimate.bytes.now)} now, ${saySize(estimate.bytes.inAYear)} in a year, without indexes.`,
            ]
          : []),
        ...(entity.projection
          ? [
              "Derived from the log, and written by nothing else. Builds of it lie beside each other, told apart by `lintel_generation`.",
            ]
          : []),
      ]),
      columnTable(service, entity.name, described),
      constraintTable(described),
      indexTable(architecture, { entity, need, estimate }, described),
      list(triggerLines(described)),
    ),
  );
}

function columnTable(service: ServiceModel, entity: string, described: DescribedTable): string {
  const application = applicationRules(service).filter((rule) => rule.entity.name === entity);
  return table(
    ["Column", "Type", "Null", "Default", "What holds of it"],
    described.table.columns.map(({ name, type, notNull, default: given, comment }) => [
      inCode(name),
      inCode(type),
      notNull ? "no" : "yes",
      inCode(given ?? ""),
      [
        ...heldOf(service, described, name),
        ...application
          .filter(({ field }) => field.column === name)
          .map(
            ({ says }) => `${sentence(escapeMarkdown(says)).replace(/\.$/, "")} (held by the application).`,
          ),
        ...(comment === undefined ? [] : [escapeMarkdown(comment)]),
      ].join(" "),
    ]),
  );
}

/** What the constraints of one column say; of several columns, and of some rows alone, indexes tell. */
function heldOf(
  service: ServiceModel,
  { meanings, drafts }: DescribedTable,
  column: string,
): readonly string[] {
  return meanings.flatMap(([name, { kind, fields, says }]) => {
    const [field, ...others] = fields;
    if (field?.column !== column || others.length > 0 || kind === "primary key") return [];
    const draft = drafts.get(name);
    if (draft && conditionOf(draft) !== undefined) return [];
    const { type } = field;
    const target =
      type.kind === "reference" ? service.entities.find((one) => one.name === type.target) : undefined;
    if (kind === "foreign key" && target) return [`Refers to ${inCode(`${target.schema}.${target.table}`)}.`];
    return [sentence(escapeMarkdown(says))];
  });
}

function constraintTable({ table: { constraints } }: DescribedTable): string {
  return table(
    ["Constraint", "SQL"],
    constraints.map(({ name, definition }) => [inCode(name), inCode(definition)]),
  );
}

function indexTable(
  { model }: Architecture,
  { entity, estimate }: KnownEntity,
  { table: { constraints, indexes }, drafts }: DescribedTable,
): string {
  const sizeOf = (name: string) => {
    const size = estimate?.indexes.find((one) => one.name === name);
    return size ? saySize(size.bytes.inAYear) : "";
  };
  const behind = constraints.filter(({ kind }) => kind === "primary key" || kind === "unique");
  const rows = [
    ...behind.map(({ name, kind }) => [
      inCode(name),
      kind === "primary key" ? "the primary key's" : "the constraint's",
      kind === "primary key" ? primaryKeyServes(model, entity) : served(name),
      sizeOf(name),
    ]),
    ...indexes.map(({ name, definition }) => [
      inCode(name),
      inCode(definition.replace(/\n\s*/g, " ")),
      served(name),
      sizeOf(name),
    ]),
  ];
  function served(name: string): string {
    const draft = drafts.get(name);
    return draft ? servedBy(model, entity, draft).join(" ") : "";
  }
  return table(["Index", "SQL", "Serves", { title: "In a year", align: "right" }], rows);
}

const triggersSay: readonly (readonly [begins: string, says: string])[] = [
  ["lintel_touch", "counts `version` and sets `updated_at` at each change, whoever makes it"],
  ["lintel_capture", "writes each change into the log, in the transaction that makes it"],
  ["zz_lintel_search", "keeps `search_vector` as the searched columns are"],
  ["lintel_expand", "keeps the old and the new name of a column equal"],
];

function triggerLines({ table: { triggers } }: DescribedTable): readonly string[] {
  return triggersSay.flatMap(([begins, says]) => {
    const names = triggers.filter(({ name }) => name.startsWith(begins)).map(({ name }) => inCode(name));
    return names.length === 0 ? [] : [`Trigger ${names.join(", ")}: ${says}.`];
  });
}
