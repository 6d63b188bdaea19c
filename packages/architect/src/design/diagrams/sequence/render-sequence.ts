import type { Diagram, Sequence, SequenceStep } from "../diagram.js";
import { onSheet } from "../picture/sheet.js";
import { toSvg } from "../picture/svg.js";
import { sequenceMermaid } from "./sequence-mermaid.js";
import { sequencePicture } from "./sequence-picture.js";

/**
 * Who says what to whom, in order, as a picture: time runs downwards.
 *
 * @throws RangeError where two participants have one id, a step names one that there is not, or `end` stands where nothing is open
 */
export function renderSequence(sequence: Sequence): Diagram {
  checkSequence(sequence);
  const alt = sequenceAlt(sequence);
  return Object.freeze({
    svg: toSvg(onSheet(sequencePicture(sequence), sequence.title, sequence.notes ?? []), sequence.title, alt),
    mermaid: sequenceMermaid(sequence),
    alt,
  });
}

function checkSequence({ participants, steps }: Sequence): void {
  const ids = new Set(participants.map(({ id }) => id));
  if (ids.size < participants.length) throw new RangeError("Two participants have one id.");
  let open = 0;
  for (const step of steps) {
    if (step.step === "when") open += 1;
    if (step.step === "end") open -= 1;
    if (open < 0) throw new RangeError("A step ends what was not begun.");
    for (const id of named(step))
      if (!ids.has(id)) throw new RangeError(`A step names "${id}", who does not take part.`);
  }
}

function named(step: SequenceStep): readonly string[] {
  return step.step === "message" ? [step.from, step.to] : step.step === "note" ? [step.over] : [];
}

function sequenceAlt({ participants, steps }: Sequence): string {
  const titles = new Map(participants.map(({ id, title }) => [id, title]));
  return `In order: ${steps.map((step) => said(step, titles)).join("; ") || "nothing"}.`;
}

function said(step: SequenceStep, titles: ReadonlyMap<string, string>): string {
  switch (step.step) {
    case "message":
      return `${titles.get(step.from)} to ${titles.get(step.to)}: ${step.text}`;
    case "note":
      return `${titles.get(step.over)}: ${step.text}`;
    case "when":
      return `when ${step.text}`;
    case "end":
      return "then on";
  }
}
