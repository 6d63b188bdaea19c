import type { System } from "@lintel/runtime";
import { ToolError } from "../tool-error.js";

/** How many places are told at once. */
const TOLD = 5;

/**
 * Refuses a blueprint that contradicts what its brief decides on authentication. Nothing where there is no brief, or where the blueprint says why there is
 * none, or where the check finds an error in it: that comes first.
 *
 * @throws ToolError BRIEF_CONTRADICTED, with the first place; or what is wrong with the brief's files
 */
export async function requireAgreement(
  project: { readonly directory: string },
  system: System,
): Promise<void> {
  if (system.brief?.off.trim()) return;
  const { checkSystem } = await import("@lintel/runtime/tools");
  if (checkSystem(system).some(({ severity }) => severity === "error")) return;
  const { openBrief } = await import("../brief/index.js");
  const stored = openBrief(project.directory);
  if (stored.state === "missing") return;
  const { blueprintAgainst } = await import("../brief/adopt/index.js");
  const [first, ...others] = blueprintAgainst(stored.brief, system, project.directory);
  if (!first) return;
  const lines = others.slice(0, TOLD - 1).map(({ says, where }) => `- ${where ? `${where}: ` : ""}${says}`);
  const more = others.length >= TOLD ? [`and ${others.length - TOLD + 1} more`] : [];
  throw new ToolError("BRIEF_CONTRADICTED", [first.says, ...lines, ...more].join("\n"), first.next, {
    where: first.where,
  });
}
