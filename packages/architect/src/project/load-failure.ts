import { readFileSync } from "node:fs";
import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { ToolError } from "../tool-error.js";

/** What went wrong while the project's files were read: the place in the user's own file, and the way out. */
export function explainLoadFailure(error: unknown, file: string, directory: string): ToolError {
  const { name, message, code, stack } = asError(error);
  const show = (path: string) => relative(directory, path) || path;
  const failed = (
    kind: ConstructorParameters<typeof ToolError>[0],
    text: string,
    next: string,
    at?: string,
  ) => new ToolError(kind, text, next, { where: at ?? show(file), cause: error });

  if (name === "TransformError") {
    const found = /^(.+?):(\d+):(\d+): ERROR: (.+)$/m.exec(message);
    const at = found ? `${show(found[1] ?? file)}:${found[2]}:${found[3]}` : undefined;
    return failed(
      "BLUEPRINT_SYNTAX",
      found?.[4] ?? message,
      "Mend the line, then run the command again.",
      at,
    );
  }
  if (code === "ERR_REQUIRE_CYCLE_MODULE" || code === "ERR_REQUIRE_ESM") {
    return new ToolError(
      "PROJECT_NOT_A_MODULE",
      "The project's package.json does not say that its files are ECMAScript modules.",
      'Add "type": "module" to package.json.',
      { where: "package.json", cause: error },
    );
  }
  if (code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND") {
    return missingModule(message, file, failed, show);
  }
  const missing = /requested module '(.+)' does not provide an export named '(.+)'/.exec(message);
  if (missing) {
    const at = /^(?:file:\/\/)?(\/.+|[A-Z]:.+):(\d+)$/m.exec(stack.split("\n")[0] ?? "");
    return failed(
      "BLUEPRINT_IMPORT",
      `"${missing[1]}" exports no "${missing[2]}".`,
      "Correct the name, or export it there.",
      at ? `${show(at[1] ?? file)}:${at[2]}` : undefined,
    );
  }
  if (code === "EACCES" || code === "EPERM" || code === "EISDIR") {
    return failed("BLUEPRINT_UNREADABLE", message, `Make it readable: chmod u+r ${show(file)}`);
  }
  const at = frameIn(stack, directory);
  const where = at ? `${show(at.file)}:${at.line}` : undefined;
  if (name === "ReferenceError" && /before initialization/.test(message)) {
    return failed("BLUEPRINT_CIRCULAR", circle(message), `${CIRCLE_NEXT}`, where);
  }
  if (name === "TypeError" && /of undefined \(reading 'data'\)/.test(message)) {
    return failed(
      "BLUEPRINT_CIRCULAR",
      "One of the services, entities or rules that are named here is undefined: its file is still being read, or does not export it.",
      CIRCLE_NEXT,
      where,
    );
  }
  return failed(
    "BLUEPRINT_THREW",
    `${name}: ${message}`,
    "Mend the line, then run the command again.",
    where,
  );
}

const CIRCLE_NEXT =
  "Let the imports go one way: move what both files need into a third, and refer to entities by name.";

function circle(message: string): string {
  const used = /'(.+)'/.exec(message)?.[1] ?? "a value";
  return `"${used}" is used before the file that defines it has been read: files import each other in a circle.`;
}

type Fail = (
  kind: ConstructorParameters<typeof ToolError>[0],
  text: string,
  next: string,
  at?: string,
) => ToolError;

function missingModule(
  message: string,
  file: string,
  failed: Fail,
  show: (path: string) => string,
): ToolError {
  const found = /Cannot find (?:package|module) '(.+?)'(?: imported from (.+))?$/m.exec(message);
  const wanted = found?.[1] ?? "a module";
  const importer = found?.[2] ? asPath(found[2].trim()) : file;
  const isPackage = message.includes("Cannot find package");
  const specifier = isPackage ? packageName(wanted) : show(asPath(wanted));
  return failed(
    "BLUEPRINT_IMPORT",
    `It imports "${specifier}", which ${isPackage ? "is not installed" : "does not exist"}.`,
    isPackage
      ? `Install it: npm install${specifier.startsWith("@lintel/") ? "" : ` ${specifier}`}`
      : "Correct the path.",
    lineOfImport(importer, specifier, show),
  );
}

/** `/x/node_modules/name/index.js` and `name` both to `name`. */
function packageName(wanted: string): string {
  const parts = (wanted.split(`node_modules${sep}`).at(-1) ?? wanted).split(/[\\/]/);
  return parts.slice(0, wanted.includes("@") ? 2 : 1).join("/");
}

/** Node names the file that imports, not the line: look for the last part of the name in its text. */
function lineOfImport(importer: string, specifier: string, show: (path: string) => string): string {
  try {
    const stem = (specifier.split("/").at(-1) ?? specifier).replace(/\.[cm]?[jt]s$/, "");
    const lines = readFileSync(importer, "utf8").split("\n");
    const index = lines.findIndex((line) => /\b(?:import|from|export)\b/.test(line) && line.includes(stem));
    return index < 0 ? show(importer) : `${show(importer)}:${index + 1}`;
  } catch {
    return show(importer);
  }
}

/** The first line of the stack that is the user's own. */
function frameIn(stack: string, directory: string): { file: string; line: string } | undefined {
  for (const line of stack.split("\n")) {
    const match = /\(?((?:file:\/\/)?(?:\/|[A-Z]:)[^()]*?):(\d+):\d+\)?$/.exec(line);
    if (!match?.[1] || !match[2]) continue;
    const file = asPath(match[1]);
    if (file.startsWith(directory + sep) && !file.includes(`${sep}node_modules${sep}`)) {
      return { file, line: match[2] };
    }
  }
  return undefined;
}

function asPath(file: string): string {
  return file.startsWith("file://") ? fileURLToPath(file) : file;
}

function asError(error: unknown): { name: string; message: string; code: unknown; stack: string } {
  if (!(error instanceof Error))
    return { name: "Thrown", message: String(error), code: undefined, stack: "" };
  const { code } = error as { code?: unknown };
  return { name: error.name, message: error.message, code, stack: error.stack ?? "" };
}
