import { dirname, extname } from "node:path";
import { pathToFileURL } from "node:url";
import type { Esbuild } from "./esbuild.js";

/** Why a project has no image: it does what would mean something else there. */
export class NoImage extends Error {
  override readonly name = "NoImage";
}

const loaders: { readonly [extension: string]: string } = {
  ".ts": "ts",
  ".mts": "ts",
  ".cts": "ts",
  ".tsx": "tsx",
  ".jsx": "jsx",
  ".json": "json",
};

/**
 * What a module says, with the place that it asks for through `import.meta` written in: in an image it lies elsewhere.
 *
 * @throws NoImage where it asks for more than its place
 */
export async function sourceText(
  esbuild: Esbuild,
  path: string,
  text: string,
): Promise<{ readonly contents: string; readonly loader: string }> {
  const loader = loaders[extname(path)] ?? "js";
  if (loader === "json" || !text.includes("import.meta")) return { contents: text, loader };
  const { code } = await esbuild.transform(text, {
    loader,
    sourcefile: path,
    sourcemap: "inline",
    target: "es2023",
    define: {
      "import.meta.url": JSON.stringify(pathToFileURL(path).href),
      "import.meta.dirname": JSON.stringify(dirname(path)),
      "import.meta.filename": JSON.stringify(path),
    },
  });
  const [, asked] = /\bimport\.meta\b(\.?\w*)/.exec(code) ?? [];
  if (asked !== undefined) throw new NoImage(`${path} uses import.meta${asked}`);
  return { contents: code, loader: "js" };
}

/**
 * Refuses what a file of the project's may do that would mean something else in an image. Comments and texts count as
 * well: better no image than one that is not the project.
 *
 * @throws NoImage
 */
export function refuseUnsteady(path: string, text: string): void {
  if (/\b__(?:dirname|filename)\b/.test(text)) throw new NoImage(`${path} uses __dirname or __filename`);
  if (/\bimport\s*\(\s*(?!["'][^"']*["']\s*[),])/.test(text))
    throw new NoImage(`${path} imports what only its run decides`);
}
