import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { ToolError } from "../tool-error.js";
import { explainLoadFailure } from "./load-failure.js";

/** How long a file may take to be read: a blueprint is data, and waits for nothing. */
const DEADLINE_MS = 30_000;

/**
 * The default export of a TypeScript file of the user's, read in this process.
 *
 * @throws ToolError with a code that begins with `BLUEPRINT_`, or PROJECT_NOT_A_MODULE
 */
export async function loadDefault(file: string, directory: string): Promise<unknown> {
  let module: { readonly default?: unknown };
  try {
    readFileSync(file);
    await readTypeScript();
    module = await settled(import(pathToFileURL(file).href), file);
  } catch (error) {
    if (error instanceof ToolError) throw error;
    throw explainLoadFailure(error, file, directory);
  }
  if (module.default !== undefined) return module.default;
  const others = Object.keys(module).filter((name) => name !== "default");
  throw new ToolError(
    "BLUEPRINT_NO_DEFAULT",
    `${basename(file)} exports nothing by default${others.length > 0 ? ` (only ${others.join(", ")})` : ""}.`,
    "End it with `export default ...`.",
    { where: basename(file) },
  );
}

let registered: Promise<unknown> | undefined;

/**
 * Lets this process import TypeScript as it is, and name its lines in what is thrown. Done when it is first needed: it
 * takes a tenth of a second, and every module that is loaded afterwards takes longer.
 */
export function readTypeScript(): Promise<unknown> {
  registered ??= import("tsx/esm/api").then(({ register }) => register());
  return registered;
}

/** An `await` that nothing ends would let the process fade away without a word: `beforeExit` tells. */
function settled<T>(loading: Promise<T>, file: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const complain = () =>
      reject(
        new ToolError(
          "BLUEPRINT_STUCK",
          `${basename(file)}, or a file that it imports, waits for something that does not come.`,
          "Take the top-level `await` out: a blueprint is data, and reads nothing from outside.",
          { where: basename(file) },
        ),
      );
    const timer = setTimeout(complain, DEADLINE_MS);
    timer.unref();
    process.once("beforeExit", complain);
    loading.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      process.removeListener("beforeExit", complain);
    });
  });
}
