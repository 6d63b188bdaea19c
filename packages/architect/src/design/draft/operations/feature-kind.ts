import { concern } from "../../cut/index.js";
import { wordsOf } from "../../language/index.js";
import type { FeatureNeed } from "../../needs/index.js";
import type { KnownEntity } from "../known.js";

/** What a feature comes to: a change, a read with rules of its own, or a read that lists and single rows answer already. */
export type FeatureKind = "command" | "query" | "lists";

const reading: ReadonlySet<string> = new Set(
  "find search see look show read list follow view browse compare statement report track watch who which where export overview dashboard history count".split(
    " ",
  ),
);
/** With the name of an entity these say nothing that its lists do not do. */
const plain: ReadonlySet<string> = new Set("read show view browse list see search find look".split(" "));
const changing: ReadonlySet<string> = new Set(
  "place create add enter change mark assign give publish cancel reserve pay book take raise open close refund send move set order approve confirm sign invite import acknowledge correct withdraw start end receive save upload put".split(
    " ",
  ),
);

/** Whether using a feature changes something: by the first word of its name, and where that says nothing by what triggers it and what the system then does. */
export function kindOf(feature: FeatureNeed, main: KnownEntity | undefined): FeatureKind {
  const [first = "", ...rest] = wordsOf(feature.name);
  if (reading.has(first)) {
    const named = rest.filter((word) => !little.has(word));
    const isOfEntity = main !== undefined && named.join(" ") === main.words.join(" ");
    return plain.has(first) && isOfEntity ? "lists" : "query";
  }
  const does = feature.criteria.flatMap(verbsOf);
  const triggers = feature.criteria.map((one) => one.split(/\bTHE SYSTEM\b/i)[0] ?? "");
  const asksOnly =
    feature.criteria.length > 0 && triggers.every((one) => /\b(?:asks?|opens?|searches|search)\b/i.test(one));
  if (asksOnly && !does.some((verb) => changing.has(verb))) return "query";
  return "command";
}

/** The verb behind SHALL, and what somebody does in front of it. */
function verbsOf(criterion: string): readonly string[] {
  const shall = /\bSHALL (?:not )?([a-z]+)/i.exec(criterion)?.[1];
  return shall === undefined ? [] : wordsOf(shall);
}

const little: ReadonlySet<string> = new Set("a an the of to for in at on by with".split(" "));

/**
 * The entity of a service that a feature is about most: by how clearly it is named, and a little by what it holds. Who reads looks for what everybody may see,
 * or for what was noted.
 */
export function mainOf(feature: FeatureNeed, entities: readonly KnownEntity[]): KnownEntity | undefined {
  const said = wordsOf([feature.name, feature.what, ...feature.criteria].join(". "));
  const [first = "", ...named] = wordsOf(feature.name);
  const isRead = reading.has(first) || named.length > 1;
  const weigh = (one: KnownEntity) => {
    const held = [...new Set(one.subject.holds)].filter(
      (word) => word.length > 2 && said.includes(word),
    ).length;
    const byName = one.isLog && named.some((word) => one.words.includes(word)) ? 2 : 0;
    const byKind = isRead && (one.isLog || one.need.privacy === "public") ? 0.5 : 0;
    return concern(feature, one.subject) + held * 0.3 + (reading.has(first) ? byName : 0) + byKind;
  };
  return entities
    .map((one) => ({ one, weight: weigh(one) }))
    .filter(({ weight }) => weight >= 0.5)
    .sort((a, b) => b.weight - a.weight)[0]?.one;
}

/** Whether a command makes a new row of what it is about, and does not act on one that is there. */
export function createsOne(feature: FeatureNeed, main: KnownEntity): boolean {
  const [first = "", ...rest] = wordsOf(feature.name);
  if (creating.has(first) || main.isLog) return true;
  const last = main.words.at(-1) ?? "";
  if (rest.length === 0 || first === last)
    return first === last || last.startsWith(first.slice(0, Math.max(3, first.length - 1)));
  return feature.criteria.some((one) =>
    new RegExp(`\\bSHALL (?:create|raise|keep|book|note)\\b.*\\b${last}`, "i").test(one),
  );
}

const creating: ReadonlySet<string> = new Set(
  "place create add enter register sign take receive open ask request make book start raise write invite upload import order report plan".split(
    " ",
  ),
);
