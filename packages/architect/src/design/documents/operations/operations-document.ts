import type { Architecture } from "../../architecture.js";
import { blocks, escapeMarkdown, heading, list, section } from "../../text/index.js";
import type { DocumentFile } from "../document.js";
import { alertGroupsOf } from "./alerts/index.js";
import { alertsFile } from "./alerts-file.js";
import { dashboardFile, panelsOf } from "./dashboard.js";
import { objectivesOf } from "./objectives.js";
import { recoveryOf } from "./recovery.js";
import { alertsSection } from "./sections/alerts-section.js";
import { promisesSection } from "./sections/promises-section.js";
import { recoverySection } from "./sections/recovery-section.js";
import {
  degradedSection,
  onCallSection,
  releaseSection,
  scalingSection,
} from "./sections/running-section.js";

/** A recovery time from which on nobody is woken at night, in seconds: a night is in it. */
const night = 8 * 3_600;

/** `operations.md`, `alerts.yml` and `dashboard.json`: what is promised and how it is watched, what to do about each alert, and how it is had back. */
export function operationsDocuments(architecture: Architecture): readonly DocumentFile[] {
  return [operationsDocument(architecture), alertsFile(architecture), dashboardFile(architecture)];
}

function operationsDocument(architecture: Architecture): DocumentFile {
  const { needs, model } = architecture;
  const objectives = objectivesOf(architecture);
  const sleeps = needs.rto.value >= night;
  return {
    path: "operations.md",
    text: `${blocks(
      heading(1, `${needs.name}: operations`),
      "How it is run: what is promised, what is looked at, what to do when, and how it is had back. All that is measured are metrics that each process gives by itself.",
      promisesSection(architecture, objectives),
      alertsSection(alertGroupsOf(architecture), objectives, sleeps),
      section(
        heading(2, "Dashboard"),
        "`dashboard.json`, to import into Grafana; it asks for the Prometheus to use. From what people notice to what it stands on:",
        list(panelsOf(architecture).map(({ title }) => escapeMarkdown(title))),
      ),
      recoverySection(architecture, recoveryOf(architecture)),
      degradedSection(needs.systems),
      releaseSection(
        architecture,
        model.services.some(({ log }) => log !== undefined),
      ),
      scalingSection(architecture),
      onCallSection(needs.team.value, sleeps, [...needs.rto.from, ...needs.team.from]),
    )}\n`,
  };
}
