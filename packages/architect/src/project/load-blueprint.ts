import { relative } from "node:path";
import type { System } from "@lintel/runtime";
import { ToolError } from "../tool-error.js";
import { loadDefault } from "./load-module.js";
import type { Project } from "./project.js";

/**
 * Reads the blueprint: the system that its file exports by default. It is not yet checked for sense.
 *
 * @throws ToolError with a code that begins with `BLUEPRINT_`, or PROJECT_NOT_A_MODULE
 */
export async function loadBlueprint(project: Project): Promise<System> {
  const value = await loadDefault(project.blueprint, project.directory);
  if (isSystem(value)) return value;
  throw new ToolError(
    "BLUEPRINT_NOT_A_SYSTEM",
    `The default export is ${describe(value)}, but it must be what \`system(...)\` gives back.`,
    'Write: export default system("my-backend", { version: 1, services: [...] });',
    { where: relative(project.directory, project.blueprint) },
  );
}

/** Whether a value is what `system(...)` gives back. */
export function isSystem(value: unknown): value is System {
  if (typeof value !== "object" || value === null) return false;
  const { name, version, services, environments, origin } = value as Record<string, unknown>;
  return (
    typeof name === "string" &&
    version !== undefined &&
    Array.isArray(services) &&
    typeof environments === "object" &&
    environments !== null &&
    (origin as { error?: unknown } | undefined)?.error instanceof Error
  );
}

function describe(value: unknown): string {
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null)
    return `${typeof value} ${JSON.stringify(value) ?? ""}`.trim();
  if ("data" in value && "entities" in value) return "a service";
  if ("shape" in value) return "an entity";
  return Array.isArray(value)
    ? "an array"
    : `an object with ${Object.keys(value).slice(0, 5).join(", ") || "nothing in it"}`;
}
