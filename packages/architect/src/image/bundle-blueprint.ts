import { existsSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Project } from "../project/project.js";
import { common, onlyFile, runtimeEntry } from "./bundle-runtime.js";
import type { Built, Esbuild, PluginBuild, Resolved, Resolving } from "./esbuild.js";
import { NoImage, refuseUnsteady, sourceText } from "./source-text.js";
import { digestOf, type ProjectFile } from "./stamp.js";

/**
 * The project's own files as one module, with its lines in what is thrown. Packages stay where they are installed, and
 * Lintel is the `runtime` of the same image: it must be one and the same for those who write and those who serve.
 *
 * @throws NoImage where a file does what would mean something else, or a package could be another one
 */
export async function bundleBlueprint(
  esbuild: Esbuild,
  project: Project,
  runtime: string,
): Promise<{ readonly code: Uint8Array; readonly files: readonly ProjectFile[] }> {
  const files: ProjectFile[] = [];
  const built = await esbuild.build({
    ...common,
    entryPoints: [project.blueprint],
    outdir: join(project.state, "cache"),
    absWorkingDir: project.directory,
    sourcemap: "inline",
    sourcesContent: false,
    keepNames: true,
    plugins: [
      {
        name: "lintel-blueprint",
        setup(build) {
          build.onResolve({ filter: /.*/ }, (given) => {
            if (given.pluginData === asked || given.kind === "entry-point") return undefined;
            return place(build, project, runtime, given);
          });
          build.onLoad({ filter: /.*/ }, async ({ path }) => {
            const text = readFileSync(path, "utf8");
            files.push({ path, digest: digestOf(text) });
            refuseUnsteady(path, text);
            refuseTwin(path);
            return sourceText(esbuild, path, text);
          });
        },
      },
    ],
  });
  refuseRequire(built);
  return { code: onlyFile(built), files };
}

const asked = Symbol("asked");

async function place(
  build: PluginBuild,
  project: Project,
  runtime: string,
  { path, importer, resolveDir, kind }: Resolving,
): Promise<Resolved | undefined> {
  if (isBuiltin(path)) return { path, external: true };
  const found = await build.resolve(path, { resolveDir, kind, pluginData: asked });
  if (found.path === undefined || found.errors?.length)
    throw new NoImage(`${importer} imports ${path}, which is not found`);
  if (path === "@lintel/runtime") {
    if (found.path === fileURLToPath(runtimeEntry())) return { path: runtime, external: true };
    throw new NoImage(`${importer} imports another @lintel/runtime than the command line does`);
  }
  if (path.startsWith("@lintel/runtime/")) throw new NoImage(`${importer} imports ${path}`);
  if (!found.path.includes(`${sep}node_modules${sep}`)) return found;
  if (/^[.#/]/.test(path)) throw new NoImage(`${importer} imports ${path}, which lies in a package`);
  refuseAnotherPackage(path, resolveDir, project);
  return { path, external: true };
}

/** An image lies in the project's folder: from there a name must lead to the same package as from where it is written. */
function refuseAnotherPackage(path: string, from: string, project: Project): void {
  const name = path
    .split("/")
    .slice(0, path.startsWith("@") ? 2 : 1)
    .join("/");
  const folder = packageFolder(from, name);
  if (folder === undefined || folder !== packageFolder(project.state, name))
    throw new NoImage(`the package ${name} is found from ${from} alone`);
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    readonly [kind: string]: { readonly [name: string]: string } | undefined;
  };
  for (const kind of ["dependencies", "peerDependencies", "optionalDependencies"]) {
    if (manifest[kind]?.["@lintel/runtime"] !== undefined)
      throw new NoImage(`the package ${name} is written with @lintel/runtime`);
  }
}

function packageFolder(from: string, name: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = join(folder, "node_modules", name);
    if (existsSync(join(found, "package.json"))) return found;
    if (dirname(folder) === folder) return undefined;
  }
}

/** Where JavaScript lies beside the TypeScript that it was made of, the loader and the compiler may not take the same one. */
function refuseTwin(path: string): void {
  const twin = /\.[cm]?js$/.test(path) ? path.replace(/js$/, "ts") : undefined;
  if (twin !== undefined && existsSync(twin)) throw new NoImage(`${path} lies beside ${twin}`);
}

function refuseRequire({ metafile }: Built): void {
  for (const [path, { imports }] of Object.entries(metafile.inputs)) {
    if (imports.some(({ kind }) => kind.startsWith("require"))) throw new NoImage(`${path} uses require`);
  }
}
