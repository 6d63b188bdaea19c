import { dirname, join } from "node:path/posix";
import { ledgerFile } from "../../ledger/index.js";
import { digestOfTest } from "../../test-digest.js";
import { type Snapshot, textBefore, textOf } from "../git/index.js";
import { isObject } from "../packages/index.js";
import type { Sight } from "../rule.js";
import { isParsed, type Node, stringOf, walk } from "../source/index.js";
import type { Feature } from "./features.js";
import { scopeOf } from "./file-scope.js";
import { testsOf } from "./tests-of-file.js";

interface Entry {
  readonly requirement: string;
  readonly test: string;
  readonly digest: string;
  readonly isGreen: boolean;
}

/** Whether a test of a feature, as it will be committed, is in the ledger as seen red. For a rule of what was there before, one that was not seen green before the change. */
export function wasSeenRed(sight: Sight, feature: Feature, operation?: string): boolean {
  const { snapshot } = sight;
  const folder = ledgerFolder(snapshot, feature.source.path);
  if (folder === undefined) return false;
  const path = join(folder, ledgerFile);
  const old = new Map(
    entriesOf(textBefore(snapshot, path)).map((entry) => [`${entry.test}\0${entry.digest}`, entry]),
  );
  return entriesOf(textOf(snapshot, path)).some((entry) => {
    if (operation !== undefined && old.get(`${entry.test}\0${entry.digest}`)?.isGreen) return false;
    if (!isThere(sight, folder, entry)) return false;
    return namesIt(entry, feature, operation) || mentions(sight, folder, entry, feature);
  });
}

/** Whether a test will be there that says what was seen: one that is gone, is left out of runs or says something else was not seen. */
function isThere({ snapshot, sources }: Sight, folder: string, { test, digest }: Entry): boolean {
  const [file = ""] = test.split(" > ");
  const path = join(folder, file);
  const text = textOf(snapshot, path);
  const source = text === undefined ? undefined : sources.parse(path, text);
  if (!isParsed(source)) return false;
  return testsOf(source).some(
    ({ kind, aside, node }) =>
      kind === "test" && aside !== "skip" && aside !== "todo" && digestOfTest(node) === digest,
  );
}

function ledgerFolder(snapshot: Snapshot, path: string): string | undefined {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (snapshot.files.has(join(folder, ledgerFile))) return folder;
    if (folder === ".") return undefined;
  }
}

/** Read as leniently as possible: whether it is in order is told by the command that writes it. */
function entriesOf(text: string | undefined): readonly Entry[] {
  let data: unknown;
  try {
    data = JSON.parse(text ?? "{}");
  } catch {
    return [];
  }
  const entries = isObject(data) ? data.entries : undefined;
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: unknown): readonly Entry[] => {
    if (!isObject(entry) || typeof entry.test !== "string" || !isObject(entry.red)) return [];
    const { requirement, digest } = entry;
    return [
      {
        requirement: typeof requirement === "string" ? requirement : "",
        test: entry.test,
        digest: typeof digest === "string" ? digest : "",
        isGreen: isObject(entry.green),
      },
    ];
  });
}

/** By the ids that tests bear: `ACCESS orders.order.read`, `ERROR orders.placeOrder.SOLD_OUT`, `REQ-FEAT-PLACE-ORDER/1`. */
function namesIt(
  { test, requirement }: Entry,
  { name, service }: Feature,
  operation: string | undefined,
): boolean {
  for (const [, kind = "", path = ""] of test.matchAll(/\b(ACCESS|ERROR|LIMIT) ([\p{L}\p{N}_$.-]+)/gu)) {
    const parts = path.split(".");
    const [first, second, third] = parts.length > 1 && parts[0] !== name ? parts : [service, ...parts];
    if (second !== name || (service !== undefined && first !== undefined && first !== service)) continue;
    if (operation === undefined || operation === "run") return true;
    if (kind === "ACCESS" && (operation === "write" ? third !== "read" : third === operation)) return true;
  }
  const id = `REQ-FEAT-${kebab(name).toUpperCase()}`;
  return (
    operation === undefined && [requirement, ...test.split(/[\s:>]+/)].some((one) => one.split("/")[0] === id)
  );
}

/** By what the test does: it calls the command by its name, or asks for its path. */
function mentions({ snapshot, sources }: Sight, folder: string, { test }: Entry, feature: Feature): boolean {
  const [file = ""] = test.split(" > ");
  const path = join(folder, file);
  const text = textOf(snapshot, path);
  const source = text === undefined ? undefined : sources.parse(path, text);
  if (!isParsed(source)) return false;
  const titles = test.slice(file.length);
  const written = testsOf(source).find(
    ({ kind, name }) => kind === "test" && name !== "" && titles.endsWith(` > ${name}`),
  );
  if (!written?.body) return false;
  const words = wordsOf(written.node, scopeOf(source).functions);
  return (
    words.texts.some((one) => isAbout(one, feature)) ||
    (feature.kind === "entity" && words.members.has(feature.name))
  );
}

function isAbout(text: string, { kind, name, plural }: Feature): boolean {
  if (kind !== "entity" && text === name) return true;
  const segments = text.split(/[/?#]/);
  if (!text.includes("/")) return false;
  const own = kebab(name);
  const paths = kind === "entity" ? pluralsOf(own, plural) : [own];
  return paths.some((one) => segments.includes(one));
}

function pluralsOf(name: string, given: string | undefined): readonly string[] {
  if (given !== undefined) return [kebab(given)];
  return [name, `${name}s`, `${name}es`, name.replace(/y$/, "ies"), name.replace(/fe?$/, "ves")];
}

function kebab(name: string): string {
  return name.replace(/([a-z\d])([A-Z])/g, "$1-$2").toLowerCase();
}

/** Texts and names of members in a test, and in the functions of its file that it uses. */
function wordsOf(
  node: Node,
  functions: ReadonlyMap<string, Node>,
): { readonly texts: readonly string[]; readonly members: ReadonlySet<string> } {
  const texts: string[] = [];
  const members = new Set<string>();
  const visited = new Set<Node>();
  const visit = (from: Node) => {
    if (visited.has(from)) return;
    visited.add(from);
    walk(from, (one) => {
      const text = stringOf(one);
      if (text !== undefined) texts.push(text);
      else if (one.type === "TemplateLiteral")
        texts.push(one.quasis.map(({ value }) => value.cooked ?? "").join("\u0000"));
      if (one.type === "MemberExpression" && one.property.type === "Identifier")
        members.add(one.property.name);
      const used = one.type === "Identifier" ? functions.get(one.name) : undefined;
      if (used) visit(used);
    });
  };
  visit(node);
  return { texts, members };
}
