import type { DocumentFile } from "../documents/document.js";

/** A document with its place on the site. */
export interface Page {
  readonly file: DocumentFile;
  /** Of its element: `system`, `decisions-0001-style`. Unique. */
  readonly id: string;
  readonly kind: "text" | "picture" | "data";
}

/** What a reader looks at first, in this order; all else by its path. */
const first = [
  "README.md",
  "system.md",
  "database.md",
  "api.md",
  "capacity.md",
  "security.md",
  "operations.md",
];
const firstPictures = ["context", "containers", "entities", "workflow-"];

/** The files as pages: texts, the records of decisions, pictures, and data last. The Mermaid of a picture is no page of its own. */
export function pagesOf(files: readonly DocumentFile[]): readonly Page[] {
  const pictures = new Set(files.map(({ path }) => path).filter((path) => path.endsWith(".svg")));
  const taken = new Set<string>();
  return files
    .filter(({ path }) => !path.endsWith(".mmd") || !pictures.has(`${path.slice(0, -4)}.svg`))
    .map((file) => ({ file, kind: kindOf(file.path), rank: rankOf(file.path) }))
    .sort((one, other) => compare(one.rank, other.rank))
    .map(({ file, kind }) => ({ file, kind, id: idOf(file.path, taken) }));
}

function kindOf(path: string): Page["kind"] {
  if (path.endsWith(".md")) return "text";
  return path.endsWith(".svg") ? "picture" : "data";
}

function rankOf(path: string): string {
  const at = (list: readonly string[], name: (one: string) => boolean) => {
    const found = list.findIndex(name);
    return String(found < 0 ? 99 : found).padStart(2, "0");
  };
  const kind = { text: path.includes("/") ? 1 : 0, picture: 2, data: 3 }[kindOf(path)];
  const name = path.split("/").at(-1) ?? path;
  const order =
    kind === 2 ? at(firstPictures, (one) => name.startsWith(one)) : at(first, (one) => path === one);
  return `${kind}${order}${path}`;
}

function idOf(path: string, taken: Set<string>): string {
  const wanted = `page-${path
    .replace(/\.md$/, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")}`;
  for (let count = 1; ; count += 1) {
    const id = count === 1 ? wanted : `${wanted}-${count}`;
    if (taken.has(id)) continue;
    taken.add(id);
    return id;
  }
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
