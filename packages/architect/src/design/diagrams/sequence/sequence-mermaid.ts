import type { Sequence, SequenceStep } from "../diagram.js";
import { mermaidText, quoted } from "../writing/mermaid-text.js";

const arrows = { call: "->>", answer: "-->>", event: "--)" } as const;

/** Who says what to whom, as a `sequenceDiagram` of Mermaid; participants have ids of our own. What happens only at times stands in `opt`. */
export function sequenceMermaid({ title, participants, steps }: Sequence): string {
  const ids = new Map(participants.map(({ id }, at) => [id, `p${at}`]));
  const open = steps.reduce((depth, { step }) => depth + (step === "when" ? 1 : step === "end" ? -1 : 0), 0);
  const lineOf = (step: SequenceStep): string => {
    switch (step.step) {
      case "message":
        return `${ids.get(step.from)}${arrows[step.kind]}${ids.get(step.to)}: ${mermaidText(step.text) || " "}`;
      case "note":
        return `note over ${ids.get(step.over)}: ${mermaidText(step.text) || " "}`;
      case "when":
        return `opt ${mermaidText(step.text)}`;
      case "end":
        return "end";
    }
  };
  return [
    "---",
    `title: ${quoted(title)}`,
    "---",
    "sequenceDiagram",
    ...participants.map(
      ({ id, title: name, kind }) =>
        `  ${kind === "person" ? "actor" : "participant"} ${ids.get(id)} as ${mermaidText(name) || " "}`,
    ),
    ...steps.map((step) => `  ${lineOf(step)}`),
    ...Array.from({ length: open }, () => "  end"),
    "",
  ].join("\n");
}
