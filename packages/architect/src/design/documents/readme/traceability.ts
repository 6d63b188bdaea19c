import type { Requirement } from "../../../brief/index.js";
import type { Architecture } from "../../architecture.js";
import {
  anchorOf,
  anchorOfHeading,
  blocks,
  escapeMarkdown,
  heading,
  inCode,
  link,
  list,
  refs,
  section,
  table,
} from "../../text/index.js";
import { choiceOf, recordLink } from "../decision-lines.js";
import type { DocumentFile } from "../document.js";
import { serviceHeading } from "../system/index.js";
import { type Met, metOf } from "./where-met.js";

/** Each requirement with where it is met, and the other way: what each decision, service and command comes from. */
export function traceability(architecture: Architecture, files: readonly DocumentFile[]): string {
  const { requirements } = architecture;
  const met = metOf(architecture, files);
  const of = (id: string): Met =>
    met.get(id) ?? { documents: [], decisions: [], services: [], operations: [] };
  const lost = requirements.filter(({ id }) => Object.values(of(id)).every((list) => list.length === 0));
  return blocks(
    section(
      heading(2, "Requirements"),
      "Where each requirement of the brief is met. What a person confirmed stands in the brief, `ai/memory-bank/project-brief.md`.",
      table(
        ["Requirement", "Priority", "It says", "Services", "Commands and queries", "Decisions", "Documents"],
        requirements.map((requirement) => requirementRow(architecture, requirement, of(requirement.id))),
      ),
    ),
    section(
      heading(2, "Requirements that nothing refers to yet"),
      lost.length === 0
        ? "None: each is met by a document, a decision, a service or a command."
        : blocks(
            "Look at these first: they are met by nothing here, or by code and tests that no document knows of.",
            list(lost.map(({ id, statement }) => `${refs([id])} ${escapeMarkdown(statement)}`)),
          ),
    ),
    backwards(architecture),
  );
}

function requirementRow(
  architecture: Architecture,
  { id, priority, statement }: Requirement,
  { documents, decisions, services, operations }: Met,
): readonly string[] {
  return [
    `<a id="${anchorOf(id)}"></a>${inCode(id)}`,
    priority,
    escapeMarkdown(statement),
    services.map((name) => link(name, `system.md#${anchorOfHeading(serviceHeading(name))}`)).join(", "),
    operations.map(inCode).join(", "),
    [...new Set(decisions.map((one) => recordLink(architecture, one) || inCode(one.id)))].join(", "),
    documents.map((path) => link(path, path)).join(", "),
  ];
}

/** From what was decided to the requirements that decided it. */
function backwards(architecture: Architecture): string {
  const { decisions, needs } = architecture;
  return section(
    heading(2, "Decisions and the requirements behind them"),
    table(
      ["Decision", "For", "What holds", "From", "Record"],
      decisions.map((decision) => [
        inCode(decision.id),
        decision.subject === undefined
          ? "the whole system"
          : escapeMarkdown(
              needs.features.find(({ id }) => id === decision.subject)?.name ?? decision.subject,
            ),
        escapeMarkdown(choiceOf(decision)),
        refs(decision.because.flatMap(({ from }) => from)),
        recordLink(architecture, decision),
      ]),
    ),
  );
}
