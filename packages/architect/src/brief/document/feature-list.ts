import { linesOf, textOf } from "../cells.js";
import type { Priority } from "../questions/question.js";
import { type Line, lines } from "./line.js";
import { code, inline, plain } from "./markdown.js";
import type { Required } from "./view.js";

const priorities: readonly (readonly [Priority, string])[] = [
  ["P0", "must have"],
  ["P1", "soon after"],
  ["P2", "later"],
  ["P3", "out of scope"],
];

/** Features by priority, each with its criteria: read back by `readFeatures`. */
export function featureList(key: string, required: Required, depth: number): readonly Line[] {
  if (!required.own) return [];
  const heading = "#".repeat(depth);
  const texts = priorities.flatMap(([priority, title]) => {
    const features = required.rows.filter(({ row }) => row.priority === priority);
    if (features.length === 0) return [];
    return [
      "",
      `${heading} ${priority}: ${title}`,
      ...features.flatMap(({ row, requirement }) => [
        "",
        `${heading}# ${inline(textOf(row.name))}${requirement ? ` ${code(requirement.id)}` : ""}`,
        "",
        inline(textOf(row.what)),
        ...linesOf(row.criteria).flatMap((criterion, at) => [
          ...(at === 0 ? [""] : []),
          `${at + 1}. ${inline(criterion)}`,
        ]),
      ]),
    ];
  });
  return lines(key, `<!-- features ${key} -->`, ...texts, "", `<!-- end of ${key} -->`);
}

interface Feature {
  name: string;
  priority: string;
  what: string[];
  criteria: string[];
}

/**
 * Features as they stand in the document, as data of an answer, with the ids behind their names; or the line (from 0) which is none of a feature.
 */
export function readFeatures(
  texts: readonly string[],
):
  | { readonly rows: readonly { readonly [column: string]: unknown }[]; readonly ids: readonly string[] }
  | { readonly stray: number } {
  const features: Feature[] = [];
  const ids: string[] = [];
  let priority: string | undefined;
  for (const [at, text] of texts.entries()) {
    if (text.trim() === "") continue;
    const found = /^(#+) (.*)$/.exec(text);
    const current = features.at(-1);
    const level = /^#+ (P[0-3])\b/.exec(text)?.[1];
    if (found && level !== undefined && isPriorityHeading(text)) {
      priority = level;
      continue;
    }
    if (found && priority !== undefined) {
      const [, name = "", id] = /^(.*?)(?: `([A-Z0-9-]+)`)?$/.exec(found[2] ?? "") ?? [];
      if (id !== undefined) ids.push(id);
      features.push({ name: plain(name), priority, what: [], criteria: [] });
      continue;
    }
    if (!current || current.priority !== priority) return { stray: at };
    const criterion = /^ {0,3}(?:\d+[.)]|[-*+]) (.*)$/.exec(text)?.[1];
    if (criterion !== undefined) current.criteria.push(plain(criterion));
    else if (current.criteria.length === 0) current.what.push(plain(text));
    else return { stray: at };
  }
  return {
    rows: features.map(({ name, what, priority, criteria }) => ({
      name,
      what: what.join("\n"),
      priority,
      ...(criteria.length > 0 ? { criteria } : {}),
    })),
    ids,
  };
}

function isPriorityHeading(text: string): boolean {
  return priorities.some(([priority, title]) => text.replace(/^#+ /, "").trim() === `${priority}: ${title}`);
}
