import type { Architecture } from "../../architecture.js";
import {
  blocks,
  escapeMarkdown,
  heading,
  list,
  picture,
  section,
  table,
  withRefs,
} from "../../text/index.js";
import { asked } from "../asked.js";
import { refsCell, sentence } from "../decision-lines.js";
import type { DocumentFile } from "../document.js";
import { plain } from "../entities.js";
import { workflowsOf } from "../workflows.js";
import { atAGlance } from "./at-a-glance.js";
import { failures } from "./failures.js";
import { openPoints } from "./open-points.js";
import { patterns } from "./patterns.js";
import { serviceSection } from "./service-section.js";
import { workflowSection } from "./workflow-section.js";

/** `system.md`: how the system is put together, what each service keeps and does, and what happens when something fails. */
export function systemDocument(architecture: Architecture): DocumentFile {
  const { needs, model } = architecture;
  return {
    path: "system.md",
    text: `${blocks(
      heading(1, `${needs.name}: system specification`),
      descriptionOf(architecture),
      asked(architecture, ["scope.kind", "scope.problem", "constraints.trade-off", "feature.behaviour"]),
      atAGlance(architecture),
      success(architecture),
      patterns(architecture),
      surroundings(architecture),
      section(
        heading(2, "Services"),
        picture(
          `The services of ${needs.name}, what they keep and whom they talk to.`,
          "diagrams/containers.svg",
        ),
        ...model.services.map((service) => serviceSection(architecture, service)),
      ),
      section(
        heading(2, "Workflows"),
        asked(architecture, ["scope.features", ...ofPeople]),
        ...workflowsOf(architecture).map((workflow) => workflowSection(architecture, workflow)),
      ),
      failures(architecture),
      section(
        heading(2, "How it is proved"),
        asked(architecture, ofTesting),
        "`lintel tests` makes acceptance tests of the criteria above, which fail until what they ask for is built; `conform` of `@lintel/runtime/conformance` holds a running system to [openapi.json](openapi.json).",
      ),
      openPoints(architecture),
    )}\n`,
  };
}

/** Where it says more than the name. */
function descriptionOf({ needs, model }: Architecture): string | undefined {
  const { description } = model;
  return description === undefined || plain(description) === plain(needs.name)
    ? undefined
    : sentence(escapeMarkdown(description));
}

/** What people go through, whatever they do. */
const ofPeople = [
  "experience.workflow",
  "experience.undecided",
  "experience.guests",
  "experience.onboarding",
  "experience.spreadsheets",
  "experience.break-glass",
  "experience.offline",
  "experience.languages",
  "experience.developers",
  "experience.accessibility",
  "feature.users",
];

const ofTesting = [
  "testing.coverage",
  "testing.kinds",
  "testing.sandbox",
  "testing.fleet",
  "testing.data",
  "testing.acceptance",
  "testing.audits",
  "testing.reviews",
];

/** What makes it a success, by its numbers. */
function success(architecture: Architecture): string {
  const metrics = architecture.requirements.filter(({ id }) => id.includes("-METRIC-"));
  return section(
    heading(2, "When it is a success"),
    asked(architecture, ["scope.metrics"]),
    list(metrics.map(({ id, statement }) => withRefs(sentence(escapeMarkdown(statement)), [id]))),
  );
}

function surroundings(architecture: Architecture): string {
  const { needs } = architecture;
  return section(
    heading(2, "Who and what is around it"),
    picture(
      `${needs.name} with the people who use it and the systems that it talks to.`,
      "diagrams/context.svg",
    ),
    list(
      needs.actors.map(({ name, does, from }) =>
        withRefs(sentence(`**${escapeMarkdown(name)}**: ${escapeMarkdown(does)}`), from),
      ),
    ),
    table(
      ["Other system", "For", "Who calls", "How they know each other", "From"],
      needs.systems.map(({ name, purpose, direction, authentication, from }) => [
        escapeMarkdown(name),
        escapeMarkdown(purpose),
        { in: "It calls us", out: "We call it", both: "Both" }[direction],
        escapeMarkdown(authentication),
        refsCell(from),
      ]),
    ),
    asked(architecture, [
      "integration.payment",
      "integration.reconciliation",
      "integration.protocol",
      "integration.media",
      "integration.records",
      "feature.integration",
    ]),
  );
}
