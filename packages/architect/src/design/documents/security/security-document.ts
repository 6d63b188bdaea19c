import type { Architecture } from "../../architecture.js";
import { blocks, heading, provisional } from "../../text/index.js";
import type { DocumentFile } from "../document.js";
import { accessMatrix } from "./access-matrix.js";
import { classify } from "./classification.js";
import { controlsOf } from "./controls-of.js";
import { flowsOf } from "./flows-of.js";
import { retentionOf } from "./retention.js";
import { secretsOf } from "./secrets.js";
import { accessSection } from "./sections/access-section.js";
import { classificationSection } from "./sections/classification-section.js";
import { complianceSection } from "./sections/compliance-section.js";
import { retentionSection, secretSection } from "./sections/keeping-section.js";
import { openSection } from "./sections/open-section.js";
import { flowSection, mechanismSection, threatSection } from "./sections/threat-section.js";
import { usedMechanisms } from "./sections/words.js";
import { standingOf } from "./standing.js";
import { type Threat, threatsOf } from "./threats-of.js";

/** `security.md`: what is kept and how private it is, who may do what, what threatens it and what answers that, and what rules of law ask for. */
export function securityDocument(architecture: Architecture): DocumentFile {
  const { needs, model, decisions } = architecture;
  const standing = standingOf(architecture);
  const flows = flowsOf(architecture, standing);
  const threats = threatsOf(flows, standing);
  const compliance = controlsOf(needs, standing);
  const decided = (id: string) => decisions.find((decision) => decision.id === id);
  const deletion = architecture.requirements.find(({ id }) => id === needs.requirementOf("data.deletion"));
  const used = usedMechanisms([
    ...threats.flatMap(({ verdict }) => (verdict.status === "in place" ? verdict.by : [])),
    ...compliance.controls.flatMap(({ means }) => (means.status === "in place" ? means.by : [])),
  ]);
  return {
    path: "security.md",
    text: `${blocks(
      heading(1, `${needs.name}: security`),
      `Worked out of the brief and the blueprint, for its environment \`production\`. ${countsOf(threats)}`,
      provisional([needs.authentication.assumed?.missing]),
      openSection(threats, compliance.controls),
      classificationSection(classify(standing.kept)),
      accessSection(accessMatrix(model), model, needs.actors, standing.openWrites, needs.authentication),
      flowSection(flows),
      threatSection(flows, threats),
      complianceSection(compliance, provisional([needs.regulations.assumed?.missing])),
      retentionSection(retentionOf(architecture, standing), decided("retention"), deletion),
      secretSection(secretsOf(architecture), decided("encryption")),
      mechanismSection(used),
    )}\n`,
  };
}

function countsOf(threats: readonly Threat[]): string {
  const count = (status: string) => threats.filter(({ verdict }) => verdict.status === status).length;
  return `Of ${threats.length} threats that were looked at, ${count("in place")} are answered by what the system does, ${count("open")} are open, and ${count("not applicable")} ${count("not applicable") === 1 ? "does" : "do"} not apply.`;
}
