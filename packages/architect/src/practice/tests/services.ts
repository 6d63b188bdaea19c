import { readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { System } from "@lintel/runtime/tools";
import { parseSync } from "oxc-parser";
import { type Project, readTypeScript } from "../../project/index.js";
import { ToolError } from "../../tool-error.js";
import type { Import } from "./planned.js";

/** Names that a file of tests has for something else. */
const taken: ReadonlySet<string> = new Set(
  "afterAll app attempt beforeAll blueprint caller expect feature inputWith it missing next places row send testSystem toBeStated there values".split(
    " ",
  ),
);

/**
 * How a file of tests imports each service of the system: from wherever the blueprint's file has it from.
 *
 * @throws ToolError SERVICE_NOT_EXPORTED
 */
export async function serviceImports(project: Project, system: System): Promise<ReadonlyMap<string, Import>> {
  await readTypeScript();
  const found = new Map<string, Import>();
  for (const file of [project.blueprint, ...importedBy(project.blueprint)]) {
    const module = (await import(pathToFileURL(file).href)) as { readonly [name: string]: unknown };
    for (const [exported, one] of Object.entries(module)) {
      const name = serviceName(one);
      if (name === undefined || found.has(name)) continue;
      const local = exported === "default" || taken.has(exported) ? `${camelCase(name)}Service` : exported;
      found.set(name, {
        name: local,
        imported: exported === "default" || exported === local ? exported : `${exported} as ${local}`,
        from: specifier(project.directory, file),
      });
    }
  }
  const [missing] = system.services.filter(({ name }) => !found.has(name));
  if (!missing) return found;
  throw new ToolError(
    "SERVICE_NOT_EXPORTED",
    `Tests cannot import the service "${missing.name}": neither the blueprint nor a file that it imports exports it.`,
    `Give it a name and export it: export const ${camelCase(missing.name)} = service("${missing.name}", ...)`,
    { where: relative(project.directory, project.blueprint) },
  );
}

/** How a file in `acceptance/` names a file of the project. */
export function specifier(directory: string, file: string): string {
  const path = relative(join(directory, "acceptance"), file).split(sep).join("/");
  return path.replace(/\.(m|c)?tsx?$/, ".$1js");
}

/** The files of the project that a file imports. */
function importedBy(file: string): readonly string[] {
  const { module } = parseSync(file, readFileSync(file, "utf8"));
  return module.staticImports
    .map(({ moduleRequest }) => moduleRequest.value)
    .filter((from) => from.startsWith("."))
    .map((from) => resolved(file, from));
}

/** The file that an import in TypeScript means: `./tasks.js` is `tasks.ts`. */
function resolved(from: string, specifier: string): string {
  const plain = fileURLToPath(new URL(specifier, pathToFileURL(join(dirname(from), "x"))));
  return plain.replace(/\.(m|c)?jsx?$/, ".$1ts");
}

function serviceName(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || !("data" in value) || !("entities" in value))
    return undefined;
  const { name, commands } = value.data as { readonly name?: unknown; readonly commands?: unknown };
  return typeof name === "string" && Array.isArray(commands) ? name : undefined;
}

function camelCase(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
