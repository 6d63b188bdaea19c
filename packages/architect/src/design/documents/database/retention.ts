import type { Architecture } from "../../architecture.js";
import { blocks, escapeMarkdown, heading, inCode, list, saySpan, section, table } from "../../text/index.js";
import { asked } from "../asked.js";
import { decisionRows, decisionsOn, refsCell } from "../decision-lines.js";
import { entitiesOf } from "../entities.js";

/** For how long rows are kept, and who takes them away. */
export function retention(architecture: Architecture): string {
  const decisions = decisionsOn(architecture, ["retention"]);
  const bound = architecture.model.services.flatMap((service) =>
    entitiesOf(architecture, service).flatMap(({ entity, need }) =>
      need?.keptFor === undefined
        ? []
        : [[inCode(`${entity.schema}.${entity.table}`), saySpan(need.keptFor), refsCell(need.from)]],
    ),
  );
  const logs = architecture.model.services.flatMap(({ schema, log }) =>
    log
      ? [
          `The log of ${inCode(schema)} is kept for ${saySpan(log.keep / 1_000)}${log.maxBytes === undefined ? "" : ", or less where it grows beyond its bound"}; a partition is emptied as a whole.`,
        ]
      : [],
  );
  return section(
    heading(2, "Retention"),
    blocks(
      asked(architecture, ["data.retention", "data.deletion", "data.consent"]),
      decisionRows(architecture, decisions),
      table(["Table", "Rows are kept for", "From"], bound),
      list([
        ...(bound.length > 0
          ? [
              "Lintel takes no row of an entity away by itself: what is past its time is deleted by a command of the service, which the blueprint has to have.",
            ]
          : []),
        ...inParts(decisions),
        ...logs,
        "Answers under an `Idempotency-Key` are kept for 24 h.",
      ]),
    ),
  );
}

/** What is to be done by hand where rows go with the part of a table that they lie in. */
function inParts(decisions: Architecture["decisions"]): readonly string[] {
  const dropped = decisions.filter(({ chosen }) => chosen === "drop-partitions");
  if (dropped.length === 0) return [];
  const named = dropped.flatMap(({ subject }) => (subject === undefined ? [] : [escapeMarkdown(subject)]));
  const which = named.length === 0 ? "Tables" : `Tables of ${named.join(", ")}`;
  return [
    `**Open**, the team: ${which} are to lie in parts by time, of which the oldest is dropped in place of such a command. Lintel cuts no table of an entity yet, and the SQL below is of whole ones: a migration that is written by hand cuts them, a job makes and drops the parts, and their primary and unique keys need the time in them.`,
  ];
}
