import { mention } from "../../cut/index.js";
import { wordsOf } from "../../language/index.js";
import type { Known, KnownEntity } from "../known.js";

/** What a reader of an entity has to know of it, and what a blueprint cannot say: where it comes from, its rules, how long it is kept. */
export function notesFor(known: Known, entity: KnownEntity): readonly string[] {
  const { needs } = known;
  const { need } = entity;
  return [
    `${need.from.join(", ")}${need.amendment === undefined ? "" : ` (${need.amendment})`}: ${need.privacy}, ${count(need.now)} now, ${count(need.inAYear)} in a year.`,
    ...keptNote(known, entity),
    ...deletionNote(known, entity),
    ...rulesOf(known, entity).map(({ id, criteria }) => `${id}: ${criteria.join(" ")}`),
    ...(need.privacy === "sensitive" && needs.choice("security.fields").value.some((one) => one !== "disk")
      ? [
          `${needs.requirementOf("security.fields")}: to be protected beyond who may read it; what is encrypted before it is stored has to be done by commands.`,
        ]
      : []),
  ];
}

function keptNote(known: Known, { need, service }: KnownEntity): readonly string[] {
  if (need.keptFor === undefined) return [];
  const way = known.chosen("retention", need.name);
  const does = way === "drop-partitions" ? "drop" : way === "anonymise" ? "anonymise" : "delete";
  return [
    `Kept for ${duration(need.keptFor)}: a job of ${service} has to ${does} what is older, since a blueprint states no age.`,
  ];
}

function deletionNote({ needs }: Known, { need }: KnownEntity): readonly string[] {
  if (need.privacy !== "personal" && need.privacy !== "sensitive") return [];
  const way = needs.choice("data.deletion").value[0];
  const id = needs.requirementOf("data.deletion");
  if (way === "anonymise")
    return [
      `${id}: where a person asks for it, fields that are personal() are overwritten, and the row stays.`,
    ];
  if (way === "erase") return [`${id}: where a person asks for it, the row is deleted for good.`];
  return [];
}

/** The rules that name the entity, each with the entity that it names most. */
function rulesOf({ needs, entities }: Known, entity: KnownEntity) {
  return needs.rules.filter(({ name, criteria }) => {
    const words = wordsOf([name, ...criteria].join(". "));
    const weights = entities.map((one) => ({
      one,
      weight: mention(words, one.subject) * (1 + mention(wordsOf(name), one.subject)),
    }));
    const best = weights.sort((a, b) => b.weight - a.weight || b.one.words.length - a.one.words.length)[0];
    return best !== undefined && best.weight > 0 && best.one === entity;
  });
}

function count(rows: number): string {
  return rows.toLocaleString("en-US");
}

const units: readonly (readonly [seconds: number, name: string])[] = [
  [365 * 86_400, "year"],
  [86_400, "day"],
  [3_600, "hour"],
  [60, "minute"],
  [1, "second"],
];

/** Seconds as people say them: "10 years". */
function duration(seconds: number): string {
  const [size, name] = units.find(([one]) => seconds >= one && seconds % one < one / 12) ?? [1, "second"];
  const amount = Math.round(seconds / size);
  return `${amount.toLocaleString("en-US")} ${name}${amount === 1 ? "" : "s"}`;
}
