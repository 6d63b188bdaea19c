import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, it } from "vitest";

it("the client depends on nothing, and is less than 6 kB when it comes over the wire", async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: [fileURLToPath(new URL("./index.ts", import.meta.url))],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
    metafile: true,
  });
  const [file] = outputFiles;
  const bytes = gzipSync(file?.contents ?? "", { level: 9 }).length;
  expect(bytes).toBeGreaterThan(1_000);
  expect(bytes).toBeLessThan(6_000);
  expect(Object.values(metafile.outputs).flatMap(({ imports }) => imports)).toEqual([]);
  const folders = Object.keys(metafile.inputs).map((path) => path.replace(/[^/]+$/, ""));
  expect(new Set(folders)).toEqual(new Set([expect.stringMatching(/src\/client\/$/)]));
});
