/** The client of feeds as one module that a browser can take as it is: `packages/runtime/dist/client/feeds.min.js`. */
import { build } from "esbuild";

const folder = new URL("../packages/runtime/dist/client/", import.meta.url).pathname;

await build({
  entryPoints: [`${folder}index.js`],
  outfile: `${folder}feeds.min.js`,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
});
