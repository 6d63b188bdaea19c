import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fill, templates } from "./create-project.js";

/** What of a new project is an example, and goes when something else takes its place. */
const parts = ["blueprint.ts", "services/tasks.ts", "seed.ts", "tests/tasks.test.ts"] as const;

const OPT_OUT = /^ {2}brief: \{ off: ".*" \},\n/m;

/**
 * Files of the example with which `lintel init` begins that nobody has touched, with their texts: none where the blueprint or its service were edited,
 * since then a person's own has begun.
 */
export function untouchedSample(directory: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const name = /\bsystem\("([a-z0-9-]+)"/.exec(textOf(join(directory, "blueprint.ts")) ?? "")?.[1] ?? "";
  for (const path of parts) {
    const text = textOf(join(directory, path));
    const written = fill(readFileSync(join(templates, path), "utf8"), { name });
    if (text !== undefined && text.replace(OPT_OUT, "") === written) found.set(path, text);
  }
  return found.has("blueprint.ts") && found.has("services/tasks.ts") ? found : new Map();
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").replaceAll("\r\n", "\n");
  } catch {
    return undefined;
  }
}
