import { join } from "node:path/posix";
import type { Snapshot } from "../git/index.js";
import { isIgnored } from "../ignore/index.js";
import { declares, manifestAt, manifestPaths } from "../packages/index.js";
import type { Rule, Sight } from "../rule.js";

interface Needed {
  readonly line: string;
  /** A path that has to be kept out. */
  readonly probe: string;
}

/** The ignore file as it will be committed: what it keeps out can not be added by mistake. */
export const ignoreFileLacks: Rule = {
  id: "ignore-file-lacks",
  says: "`.gitignore` is missing, or does not keep out what this project makes: the lines that are missing are named.",
  *check(sight) {
    const { snapshot } = sight;
    const missing = neededOf(sight).filter(({ probe }) => !isIgnored(snapshot, probe));
    const lines = [...new Set(missing.map(({ line }) => line))];
    if (lines.length === 0) return;
    yield {
      file: ".gitignore",
      says: snapshot.files.has(".gitignore")
        ? `It does not keep out ${lines.join(", ")}.`
        : `There is none, so nothing keeps out ${lines.join(", ")}.`,
      remedy: `Add these lines to .gitignore: ${lines.join(" ")}`,
    };
  },
};

function neededOf({ snapshot, sources }: Sight): readonly Needed[] {
  const needed: Needed[] = [];
  for (const path of manifestPaths(snapshot)) {
    const manifest = manifestAt(snapshot, path);
    if (!manifest || /(?:^|\/)(?:templates?|fixtures|__fixtures__|testdata|tests?)\//.test(path)) continue;
    const { folder, dependencies, devDependencies } = manifest;
    if (Object.keys({ ...dependencies, ...devDependencies }).length === 0) continue;
    needed.push({ line: "node_modules/", probe: join(folder, "node_modules/a/index.js") });
    needed.push({ line: ".env", probe: join(folder, ".env") });
    if (declares(manifest, "lintel")) needed.push({ line: ".lintel/", probe: join(folder, ".lintel/state") });
    const out = outputOf(snapshot, sources, join(folder, "tsconfig.json"));
    if (out !== undefined) needed.push({ line: `${out}/`, probe: join(folder, out, "index.js") });
  }
  const others: readonly (readonly [string, string, string])[] = [
    ["Cargo.toml", "target/", "target/debug/a"],
    ["pyproject.toml", "__pycache__/", "__pycache__/a.pyc"],
    ["requirements.txt", "__pycache__/", "__pycache__/a.pyc"],
    ["composer.json", "vendor/", "vendor/autoload.php"],
  ];
  for (const [manifest, line, probe] of others)
    if (snapshot.files.has(manifest)) needed.push({ line, probe });
  return needed;
}

/** Where the compiler of TypeScript writes to, below the project's folder. */
function outputOf(snapshot: Snapshot, sources: Sight["sources"], path: string): string | undefined {
  const content = snapshot.files.get(path);
  const text = content && snapshot.blobs.content(content.id);
  if (text?.kind !== "text") return undefined;
  const options = (
    sources.json(text.text) as { compilerOptions?: { outDir?: unknown; noEmit?: unknown } } | undefined
  )?.compilerOptions;
  if (typeof options?.outDir !== "string" || options.noEmit === true) return undefined;
  const out = join(".", options.outDir.replace(/^\$\{configDir\}\//, ""));
  return out === "." || out.startsWith("..") || out.startsWith("/") ? undefined : out;
}
