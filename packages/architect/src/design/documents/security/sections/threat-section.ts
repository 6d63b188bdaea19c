import {
  blocks,
  escapeMarkdown,
  heading,
  inCode,
  list,
  refs,
  section,
  table,
  withRefs,
} from "../../../text/index.js";
import { type Boundary, boundaries, type Flow } from "../flow.js";
import { type MechanismId, mechanisms } from "../mechanisms.js";
import { stride, type Verdict } from "../threats/index.js";
import type { Threat } from "../threats-of.js";
import { inPlaceWords } from "./words.js";

/** The flows of data, and where trust changes. */
export function flowSection(flows: readonly Flow[]): string {
  const crossed = new Set(flows.map(({ crosses }) => crosses));
  return section(
    heading(2, "Trust boundaries and flows of data"),
    list(
      (Object.keys(boundaries) as Boundary[])
        .filter((boundary) => crossed.has(boundary))
        .map((boundary) => `**${boundary}**: ${boundaries[boundary]}`),
    ),
    table(
      ["Flow", "From", "To", "Carries", "At most", "Crosses", "Proof", "From"],
      flows.map((flow) => [
        inCode(flow.id),
        escapeMarkdown(flow.from),
        escapeMarkdown(flow.to),
        escapeMarkdown(flow.carries),
        flow.privacy,
        flow.crosses,
        escapeMarkdown(flow.proof ?? ""),
        refs(flow.requirements),
      ]),
    ),
  );
}

/** STRIDE for each flow. */
export function threatSection(flows: readonly Flow[], threats: readonly Threat[]): string {
  return section(
    heading(2, "Threats"),
    `Each flow, by STRIDE: ${Object.entries(stride)
      .map(([letter, word]) => `**${letter}** ${word}`)
      .join(
        ", ",
      )}. What is in place is explained under "What Lintel does"; what is open says who does what next.`,
    ...flows.map((flow) =>
      section(
        heading(3, `${flow.id}: ${flow.from} to ${flow.to}`),
        withRefs(
          `Carries: ${escapeMarkdown(flow.carries)}. What is in it is ${flow.privacy} at most.`,
          flow.requirements,
        ),
        table(
          ["", "Threat", "Id", "Answer"],
          threats
            .filter((threat) => threat.flow === flow)
            .map(({ id, letter, says, verdict }) => [
              `**${letter}**`,
              says,
              inCode(id),
              verdictWords(verdict),
            ]),
        ),
      ),
    ),
  );
}

function verdictWords(verdict: Verdict): string {
  switch (verdict.status) {
    case "in place":
      return inPlaceWords(verdict.by);
    case "open":
      return `**Open**, ${verdict.who}: ${verdict.next}`;
    case "not applicable":
      return `Not applicable: ${verdict.because}`;
  }
}

/** What is in place, with where it is told and tested. */
export function mechanismSection(used: readonly MechanismId[]): string {
  return section(
    heading(2, "What Lintel does"),
    blocks(
      "Each is there without being asked for. Pages and tests are those of Lintel's own repository.",
      table(
        ["", "What it does", "Told in", "Tested in"],
        used.map((id) => [
          inCode(id),
          mechanisms[id].does,
          inCode(mechanisms[id].page),
          inCode(mechanisms[id].test),
        ]),
      ),
    ),
  );
}
