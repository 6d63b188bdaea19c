import type { EntityDiagram } from "../diagram.js";
import { quoted } from "../writing/mermaid-text.js";

const keys = { primary: "PK", foreign: "FK", unique: "UK" } as const;

/**
 * Tables as an `erDiagram` of Mermaid. Entities have ids of our own and their titles as aliases. Types and names of fields may hold only letters, digits,
 * `_` and `-` there: what cannot stand so is said in the comment behind it.
 */
export function entityMermaid({ title, entities, relations }: EntityDiagram): string {
  const ids = new Map(entities.map(({ id }, at) => [id, `e${at}`]));
  return [
    "---",
    `title: ${quoted(title)}`,
    "---",
    "erDiagram",
    ...entities.flatMap((entity) => {
      const head = `  ${ids.get(entity.id)}[${quoted(entity.group === undefined ? entity.title : `${entity.group}.${entity.title}`)}]`;
      return entity.fields.length === 0
        ? [head]
        : [`${head} {`, ...entity.fields.map((field) => `    ${fieldLine(field)}`), "  }"];
    }),
    ...relations.map(({ from, to, field, optional, unique, loose }) => {
      const ends = `${unique ? "|o" : "}o"}${loose ? ".." : "--"}${optional ? "o|" : "||"}`;
      return `  ${ids.get(from)} ${ends} ${ids.get(to)} : ${quoted(field)}`;
    }),
    "",
  ].join("\n");
}

function fieldLine({
  name,
  type,
  key,
  optional,
}: EntityDiagram["entities"][number]["fields"][number]): string {
  const said = [wordOf(type), wordOf(name)];
  const comments = [
    ...(said[0] === type ? [] : [type]),
    ...(said[1] === name ? [] : [name]),
    ...(optional ? ["optional"] : []),
  ];
  return [...said, key && keys[key], comments.length > 0 && quoted(comments.join(", "))]
    .filter(Boolean)
    .join(" ");
}

/** A word that Mermaid takes as a type or a name. */
function wordOf(text: string): string {
  const word = text.replace(/[^A-Za-z0-9_]+/g, "_").replace(/^_+|_+$/g, "");
  return /^[A-Za-z]/.test(word) ? word : `_${word}`.replace(/^_+/, "x_");
}
