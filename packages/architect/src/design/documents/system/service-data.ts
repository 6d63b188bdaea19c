import type { EntityModel, ServiceModel } from "@lintel/runtime/tools";
import { webhookEntityNames } from "@lintel/runtime/tools";
import type { Architecture } from "../../architecture.js";
import {
  anchorOfHeading,
  blocks,
  escapeMarkdown,
  heading,
  inCode,
  link,
  sayList,
  sayNumber,
  saySize,
  saySpan,
  section,
  table,
} from "../../text/index.js";
import { refsCell, sentence } from "../decision-lines.js";
import { entitiesOf, type KnownEntity } from "../entities.js";

/** What a service keeps: volumes, privacy and for how long. */
export function serviceData(architecture: Architecture, service: ServiceModel): string {
  const known = entitiesOf(architecture, service);
  const stored = known.reduce((sum, { estimate }) => sum + (estimate?.bytes.inAYear ?? 0), 0);
  return section(
    heading(4, `Data of ${service.name}`),
    blocks(
      known.length === 0
        ? undefined
        : `In the schema ${inCode(service.schema)} of PostgreSQL, which no other service reads or writes.${stored > 0 ? ` About ${saySize(stored)} in a year, without indexes.` : ""}`,
      table(
        [
          "Entity",
          "What one is",
          { title: "Rows now", align: "right" },
          { title: "In a year", align: "right" },
          "Privacy",
          "Kept",
          "From",
        ],
        known.map((one) => entityRow(one)),
      ),
    ),
  );
}

function entityRow({ entity, need, estimate }: KnownEntity): readonly string[] {
  const rows = need ? { now: need.now, inAYear: need.inAYear } : estimate?.rows;
  return [
    link(entity.name, `database.md#${anchorOfHeading(`${entity.schema}.${entity.table}`)}`),
    sentence(escapeMarkdown(entity.description ?? need?.holds ?? "")),
    rows ? sayNumber(rows.now) : "",
    rows ? sayNumber(rows.inAYear) : "",
    privacyOf(entity, need?.privacy),
    keptFor(entity, need?.keptFor),
    refsCell(need?.from ?? []),
  ];
}

/** What the brief says of it, and the fields that are marked. */
function privacyOf({ fields }: EntityModel, said: string | undefined): string {
  const names = (is: (field: EntityModel["fields"][number]) => boolean) =>
    sayList(fields.filter(is).map(({ name }) => inCode(name)));
  const personal = names(({ modifiers }) => modifiers.personal);
  const hidden = names(({ modifiers }) => modifiers.private);
  return [
    said ?? "",
    personal === "" ? "" : `${personal} of a person`,
    hidden === "" ? "" : `${hidden} never sent`,
  ]
    .filter((part) => part !== "")
    .join("; ");
}

function keptFor({ name, softDelete, projection }: EntityModel, seconds: number | undefined): string {
  if (projection) return "can be built anew from the log";
  const long = seconds === undefined ? "as long as it is there" : saySpan(seconds);
  const own = webhookEntityNames.includes(name) ? "as webhooks need it" : long;
  return softDelete ? `${own}; deleted rows can be restored` : own;
}
