import { checkSystem, resolve, type System, type SystemModel } from "@lintel/runtime/tools";
import { ToolError } from "../tool-error.js";
import { loadBlueprint, type Project } from "./index.js";

export interface ReadModel {
  readonly system: System;
  readonly model: SystemModel;
}

/**
 * The system of the project's blueprint, as it is written and resolved.
 *
 * @throws ToolError BLUEPRINT_HAS_ERRORS where the check finds any
 */
export async function readModel(project: Project): Promise<ReadModel> {
  return modelOf(await loadBlueprint(project));
}

/**
 * A system as it is written and resolved.
 *
 * @throws ToolError BLUEPRINT_HAS_ERRORS where the check finds any
 */
export function modelOf(system: System): ReadModel {
  const errors = checkSystem(system).filter((finding) => finding.severity === "error");
  if (errors.length === 0) return { system, model: resolve(system) };
  throw new ToolError(
    "BLUEPRINT_HAS_ERRORS",
    `The blueprint of "${system.name}" has ${errors.length} error${errors.length === 1 ? "" : "s"}.`,
    "lintel check",
  );
}
