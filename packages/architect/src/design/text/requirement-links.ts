/** Ids of requirements as every document prints them: `[REQ-PERF-001] [REQ-ARCH-002]`, sorted, each once; empty without any. */
export function refs(from: readonly string[]): string {
  return [...new Set(from)]
    .sort()
    .map((id) => `[${id}]`)
    .join(" ");
}

/** A sentence of Markdown with the requirements that it comes from behind it. */
export function withRefs(sentence: string, from: readonly string[]): string {
  const ids = refs(from);
  return ids === "" ? sentence : `${sentence} ${ids}`;
}

/** The anchor of a requirement in the index: `req-perf-001`. */
export function anchorOf(requirement: string): string {
  return (requirement.split("/")[0] ?? requirement).toLowerCase();
}

/** Ids that a text of Markdown refers to, in order, each once. What stands in code refers to nothing. */
export function referredIn(markdown: string): readonly string[] {
  const text = markdown
    .replace(/^(`{3,})[^\n]*\n[\s\S]*?^\1`*$/gm, "")
    .replace(/(?<![\\`])(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, "");
  const found = [...text.matchAll(/(?<!\\)\[(REQ-[A-Z0-9-]+(?:\/\d+)?)\](?![(:])/g)];
  return [...new Set(found.map(([, id]) => id ?? ""))].sort();
}

/**
 * A document with what its `[REQ-...]` lead to written at its end: the place of each in the index of requirements. `path` is the document's own, from
 * `docs/architecture`; an id that the brief does not have stays text.
 */
export function linkRequirements(markdown: string, path: string, known: ReadonlySet<string>): string {
  const up = "../".repeat(path.split("/").length - 1);
  const definitions = referredIn(markdown)
    .filter((id) => known.has(id.split("/")[0] ?? id))
    .map((id) => `[${id}]: ${path === "README.md" ? "" : `${up}README.md`}#${anchorOf(id)}`);
  return definitions.length === 0 ? markdown : `${markdown.trimEnd()}\n\n${definitions.join("\n")}\n`;
}
