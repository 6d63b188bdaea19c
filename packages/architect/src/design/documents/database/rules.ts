import type { Architecture } from "../../architecture.js";
import { blocks, escapeMarkdown, heading, list, section, withRefs } from "../../text/index.js";
import { asked } from "../asked.js";
import { sentence } from "../decision-lines.js";

/** Rules that hold whoever changes the data, and what else the brief asks of them. */
export function rules(architecture: Architecture): string {
  const { needs } = architecture;
  return section(
    heading(2, "Rules that always hold"),
    blocks(
      asked(architecture, ["data.rules"]),
      list(
        needs.rules.map(({ id, name, criteria }) =>
          withRefs(
            `**${escapeMarkdown(name)}**: ${criteria.map((one) => sentence(escapeMarkdown(one))).join(" ")}`,
            [id],
          ),
        ),
      ),
      needs.rules.length > 0
        ? "A rule about one row is a constraint of its table below; one about several rows, or about what was before, is held by the command that changes them, in one transaction."
        : undefined,
    ),
  );
}

/** What the brief asks of the data beyond their rules. */
export function askedOfData(architecture: Architecture): string {
  return section(
    heading(2, "What else is asked of the data"),
    asked(architecture, [
      "data.series",
      "data.late",
      "data.ledger",
      "data.stock",
      "data.money",
      "data.plans",
      "data.approvals",
      "data.disputes",
      "data.promotions",
      "data.revisions",
      "data.files",
      "data.import",
      "data.residency",
      "data.tenant-export",
      "feature.data",
    ]),
  );
}
