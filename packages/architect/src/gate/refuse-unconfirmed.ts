import type { Brief, Confirmation } from "../brief/index.js";
import { ToolError } from "../tool-error.js";
import { briefStanding } from "./brief-standing.js";
import type { GatedVerb } from "./gated-verb.js";
import { incomplete } from "./incomplete.js";

/** How many questions that changed are told. */
const TOLD = 5;

/**
 * Refuses a verb in a folder whose brief is not complete and confirmed as it is now.
 *
 * @throws ToolError BRIEF_MISSING, BRIEF_INCOMPLETE, BRIEF_UNCONFIRMED, BRIEF_CHANGED; any that `briefStanding` throws
 */
export function refuseUnconfirmed(directory: string, verb: GatedVerb): void {
  const standing = briefStanding(directory);
  const refused = `\`lintel ${verb}\` builds on what a person has confirmed`;
  switch (standing.state) {
    case "confirmed":
      return;
    case "missing":
      throw new ToolError(
        "BRIEF_MISSING",
        `${refused}, and there is no brief in ${directory}.`,
        'lintel interview, or lintel brief adopt where the backend is there already. To build without: brief: { off: "..." } in the blueprint.',
      );
    case "incomplete":
      throw incomplete(refused, standing.gaps);
    case "unconfirmed":
      throw new ToolError(
        "BRIEF_UNCONFIRMED",
        `${refused}; the brief of ${standing.brief.name} is complete, and nobody has confirmed it.`,
        "lintel brief confirm",
      );
    case "changed":
      throw changed(refused, standing.brief, standing.confirmation);
  }
}

function changed(refused: string, brief: Brief, { name, at }: Confirmation): ToolError {
  const since = [...new Set(brief.history.filter((one) => one.at > at).map(({ question }) => question))];
  const what = since.length > 0 ? `: ${since.slice(0, TOLD).join(", ")}` : "";
  return new ToolError(
    "BRIEF_CHANGED",
    `${refused}, and the brief was changed since ${name} confirmed it at ${at}${what}.`,
    "Look at it, and confirm it again: lintel brief confirm",
  );
}
