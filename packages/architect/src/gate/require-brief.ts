import type { System } from "@lintel/runtime";
import type { GatedVerb } from "./gated-verb.js";
import { isSealed } from "./is-sealed.js";

/**
 * Lets a verb go on where the project's brief is complete and a person has confirmed what it says now, or where the blueprint says why
 * there is none, and where the blueprint does not contradict it. A brief that was confirmed holds until what it says changes, also where a later
 * version of Lintel asks more. Reads the brief's files and nothing else, and none where the blueprint says so.
 *
 * @throws ToolError BRIEF_MISSING, BRIEF_INCOMPLETE, BRIEF_UNCONFIRMED, BRIEF_CHANGED, BRIEF_CONTRADICTED; or what is wrong with the brief's files
 */
export async function requireBrief(
  project: { readonly directory: string },
  verb: GatedVerb,
  system?: System | Pick<System, "brief">,
): Promise<void> {
  if (system?.brief?.off.trim()) return;
  if (!isSealed(project.directory)) {
    const { refuseUnconfirmed } = await import("./refuse-unconfirmed.js");
    refuseUnconfirmed(project.directory, verb);
  }
  // A start in production was checked before it was deployed, and loads no question.
  if (verb === "start" || !system || !("services" in system)) return;
  const { requireAgreement } = await import("./require-agreement.js");
  await requireAgreement(project, system);
}
