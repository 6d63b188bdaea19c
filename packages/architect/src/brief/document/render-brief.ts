import type { Brief } from "../brief.js";
import { type Line, lines } from "./line.js";
import { inline } from "./markdown.js";
import { amendments } from "./sections/amendments.js";
import { appendix } from "./sections/appendix.js";
import { authentication } from "./sections/authentication.js";
import { constraints, outOfScope, timeline } from "./sections/constraints.js";
import { data } from "./sections/data.js";
import { glance } from "./sections/glance.js";
import { consumers, integrations } from "./sections/integrations.js";
import { deployment, performance, security, stack, testing } from "./sections/qualities.js";
import { features, metrics, overview, users } from "./sections/scope.js";
import { changes, confirmation, missing, standing } from "./sections/standing.js";
import { checkLine, cutDocument } from "./slots.js";
import { viewOf } from "./view.js";

/** The brief for people, as Markdown. The same text for the same brief; `readDocument` reads edits of it back. */
export function renderBrief(brief: Brief): string {
  const text = documentLines(brief)
    .map((line) => line.text)
    .join("\n");
  return `${text}\n\n${checkLine(cutDocument(text).fixed)}\n`;
}

/** The lines of the document, each with the question that it follows from. */
export function documentLines(brief: Brief): readonly Line[] {
  const view = viewOf(brief);
  return [
    ...lines(undefined, `# ${inline(brief.name)}: project brief`, ""),
    ...standing(view),
    ...missing(view),
    ...overview(view),
    ...glance(view),
    ...metrics(view),
    ...users(view),
    ...features(view),
    ...stack(view),
    ...data(view),
    ...integrations(view),
    ...consumers(view),
    ...performance(view),
    ...security(view),
    ...authentication(view),
    ...testing(view),
    ...deployment(view),
    ...timeline(view),
    ...constraints(view),
    ...outOfScope(view),
    ...amendments(view),
    ...changes(view),
    ...confirmation(view),
    ...appendix(view),
  ];
}
