import { escapeMarkdown, heading, list, section, table, withRefs } from "../../../text/index.js";
import { type Compliance, type Control, titleOf } from "../controls-of.js";
import { inPlaceWords } from "./words.js";

/** What the rules of law and trade ask for, and how each is met. */
export function complianceSection({ controls, unknown, from }: Compliance, isOpen: string): string {
  const named = [...new Set(controls.map(({ regulation }) => regulation))];
  const none = named.length === 0 && unknown.length === 0;
  return section(
    heading(2, "Compliance"),
    isOpen,
    none && isOpen === "" ? withRefs("The brief names no rule of law or trade.", from) : undefined,
    none
      ? undefined
      : "A checklist, in our own words and no legal advice: somebody who knows the rule confirms it. In place means that the system does it as it runs; by the organisation, that people do it and show it.",
    unknown.length === 0
      ? undefined
      : list(
          unknown.map((name) =>
            withRefs(
              `${escapeMarkdown(name)}: unknown to Lintel. Have somebody who knows it list what it asks for, and add that to the brief.`,
              from,
            ),
          ),
        ),
    ...named.map((regulation) => {
      const own = controls.filter((control) => control.regulation === regulation);
      return section(
        heading(3, titleOf(regulation)),
        withRefs(countsOf(own), from),
        table(
          ["Section", "Asks", "Answer", "To show"],
          own.map((control) => [control.article, control.asks, meansWords(control), control.show]),
        ),
      );
    }),
  );
}

function countsOf(controls: readonly Control[]): string {
  const count = (status: string) => controls.filter(({ means }) => means.status === status).length;
  return `${controls.length} requirements: ${count("in place")} in place, ${count("open")} open, ${count("by the organisation")} by the organisation.`;
}

function meansWords({ means }: Control): string {
  switch (means.status) {
    case "in place":
      return inPlaceWords(means.by);
    case "open":
      return `**Open**, ${means.who}: ${means.next}`;
    case "by the organisation":
      return `By the organisation: ${means.does}`;
  }
}
