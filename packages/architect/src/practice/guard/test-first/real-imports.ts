import { builtinModules } from "node:module";
import { dirname, join } from "node:path/posix";
import { type Snapshot, textOf } from "../git/index.js";
import { importsOf, resolveImport } from "../manifest/index.js";
import { manifestAt, manifestPaths } from "../packages/index.js";
import type { Sight } from "../rule.js";
import { isForTests, isParsed, type Source, stringOf, walk } from "../source/index.js";

const MOST_FILES_DEEP = 5;
/** What reaches a system that is served, a program that is run, or the project's own files. */
const reaching =
  /^(?:(?:node:)?(?:child_process|http|https|http2|net|tls|fs|fs\/promises|worker_threads)|supertest|undici|axios|got|ky|node-fetch|superagent|ws|playwright(?:-core)?|@playwright\/test|puppeteer(?:-core)?|execa|pactum|pg|postgres|mysql2?|mongodb|redis|ioredis|graphql-request|socket\.io-client|eventsource)(?:\/|$)/;
const globals = new Set(["fetch", "WebSocket", "EventSource", "XMLHttpRequest"]);
const builtins = new Set(builtinModules);

/**
 * Whether a test, or what it has for support, imports something of the project, or reaches it from outside. Modules that are replaced do not count.
 */
export function reachesProject(
  sight: Sight,
  source: Source,
  replaced: ReadonlySet<string> = new Set(),
  visited = new Set<string>(),
): boolean {
  if (visited.has(source.path) || visited.size > 50) return false;
  visited.add(source.path);
  if (usesGlobals(source) || namesFile(sight, source)) return true;
  const { snapshot, sources } = sight;
  return importsOf(source).some((one) => {
    if (one.isType) return false;
    const { specifier } = one;
    if (reaching.test(specifier)) return true;
    const found = resolveImport(snapshot, sources, source.path, one);
    if (found.kind === "package") return isOfProject(snapshot, found.name);
    if (found.kind === "no-file") return true;
    if (found.kind === "elsewhere")
      return !specifier.includes(":") && !builtins.has(specifier) && !replaced.has(specifier);
    if (
      found.kind !== "file" ||
      replaced.has(found.path) ||
      /\.(?:jsonc?|ya?ml|txt|css|svg)$/.test(found.path)
    )
      return false;
    if (!isForTests(found.path)) return true;
    const text = textOf(snapshot, found.path);
    const support = text === undefined ? undefined : sources.parse(found.path, text);
    return (
      isParsed(support) &&
      visited.size < MOST_FILES_DEEP * 10 &&
      reachesProject(sight, support, replaced, visited)
    );
  });
}

/** `new URL("./index.ts", import.meta.url)`: it hands a file of the project to something else. */
function namesFile({ snapshot }: Sight, { program, path, text }: Source): boolean {
  let found = false;
  if (!text.includes("new URL(")) return false;
  walk(program, (node) => {
    if (node.type !== "NewExpression" || node.callee.type !== "Identifier" || node.callee.name !== "URL")
      return !found;
    const [given, base] = node.arguments;
    const target = base?.type === "MemberExpression" ? stringOf(given) : undefined;
    if (target?.startsWith(".")) {
      const file = join(dirname(path), target);
      found ||=
        !isForTests(file) &&
        (snapshot.files.has(file) || [...snapshot.files.keys()].some((one) => one.startsWith(`${file}/`)));
    }
    return !found;
  });
  return found;
}

function usesGlobals({ program, text }: Source): boolean {
  let found = false;
  if (![...globals].some((name) => text.includes(name)) && !text.includes("import.meta.glob")) return false;
  walk(program, (node) => {
    if (
      (node.type === "CallExpression" || node.type === "NewExpression") &&
      node.callee.type === "Identifier"
    )
      found ||= globals.has(node.callee.name);
    if (node.type === "MemberExpression" && node.property.type === "Identifier")
      found ||= node.property.name === "glob" && node.object.type === "MetaProperty";
    return !found;
  });
  return found;
}

function isOfProject(snapshot: Snapshot, name: string): boolean {
  return manifestPaths(snapshot).some((path) => manifestAt(snapshot, path)?.name === name);
}
