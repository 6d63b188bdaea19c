import type { Target } from "../../agent/install/index.js";
import { ToolError } from "../../tool-error.js";

/** Those that were named, or those that the project shows signs of. */
export async function chooseTargets(
  given: string | undefined,
  directory: string,
): Promise<readonly Target[]> {
  const { targets, targetsIn } = await import("../../agent/install/index.js");
  if (given === undefined) return targetsIn(directory);
  const known = targets.map(({ id }) => id).join(", ");
  const named = given.split(",").map((name) => name.trim());
  for (const name of named) {
    if (targets.some(({ id }) => id === name)) continue;
    throw new ToolError(
      "AGENT_UNKNOWN",
      `"${name}" is no program that Lintel knows how to tell: it knows ${known}.`,
      "lintel agent install --for claude,codex",
      { where: "--for", exitCode: 2 },
    );
  }
  return targets.filter(({ id }) => named.includes(id));
}
