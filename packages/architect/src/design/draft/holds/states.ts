import { wordsOf } from "../../language/index.js";
import type { Needs } from "../../needs/index.js";
import type { KnownEntity } from "../known.js";
import { isParticiple } from "./phrases.js";

/** How things usually go on: for the order in which states are listed, and for the first of them. */
const usual =
  "draft planned asked requested begun open new created placed pending raised received taken agreed approved accepted authorised held confirmed paid booked ordered scheduled published acknowledged released shipped sent delivered done completed corrected closed expired returned refunded reversed replaced withdrawn refused disputed failed stopped cancelled".split(
    " ",
  );

/** States at most: more are a text that lists something else. */
const most = 12;

/**
 * The states of an entity that features and rules name: "mark the order as paid", "from placed to delivered", "a cancelled order", "an order is not paid".
 * In the order in which things usually go on; none where nothing is named.
 */
export function statesOf(needs: Needs, { words, isLog }: KnownEntity): readonly string[] {
  const name = words.at(-1) ?? "";
  const texts = [
    ...needs.features.flatMap(({ what, criteria }) => [what, ...criteria]),
    ...[...needs.rules, ...needs.edgeCases].flatMap(({ name, situation, criteria }) => [
      name,
      situation ?? "",
      ...criteria,
    ]),
  ].map((text) => text.toLowerCase().replace(/\b(?:sent|comes?|came) (?:twice|again)\b/g, ""));
  const found = texts
    .filter((text) => name !== "" && wordsOf(text).includes(name))
    .flatMap((text) => statesIn(text, name))
    .map((state) => spelled.get(state) ?? state)
    .filter((state) => /^[a-z]{3,30}$/.test(state) && !never.has(state));
  const states = [...new Set(found)].sort((one, other) => place(one) - place(other)).slice(0, most);
  const [first] = states;
  if (first === undefined || isLog || beginnings.has(first)) return states;
  const begins =
    needs.choice("experience.workflow").value.some((one) => one !== "direct") && states.includes("published");
  return [begins ? "draft" : "pending", ...states];
}

function statesIn(text: string, name: string): readonly string[] {
  const found: string[] = [];
  const one = "([a-z]+)";
  const patterns = [
    new RegExp(
      `\\b(?:mark|marks|show|shows) (?:it|them|(?:the|an?) (?:[a-z]+ )?${name}) as ${one}(?: or ${one})?`,
      "g",
    ),
    new RegExp(`\\bfrom ${one} to ${one}\\b`, "g"),
    new RegExp(`\\b${name}s? (?:is|are|was|were|ends|end)(?: not| as)? ${one}(?: or ${one})?`, "g"),
    new RegExp(`\\bit (?:is|was)(?: not)? ${one}`, "g"),
    new RegExp(`\\b${one} ${name}s?\\b`, "g"),
    /\bcancel(?:s)? it\b/g,
  ];
  for (const pattern of patterns)
    for (const match of text.matchAll(pattern)) {
      if (match[0].startsWith("cancel")) found.push("cancelled");
      found.push(...match.slice(1).filter((word): word is string => word !== undefined && isState(word)));
    }
  return found;
}

function isState(word: string): boolean {
  return isParticiple(word) || ["pending", "open", "draft", "new", "free"].includes(word);
}

function place(state: string): number {
  const at = usual.indexOf(state);
  return at === -1 ? usual.length : at;
}

/** States in which something can begin. */
const beginnings: ReadonlySet<string> = new Set(
  "draft planned asked requested begun open new created placed pending raised received".split(" "),
);

const spelled: ReadonlyMap<string, string> = new Map([
  ["canceled", "cancelled"],
  ["authorized", "authorised"],
]);

/** What is said of things without being a state of them. */
const never: ReadonlySet<string> = new Set(
  "changed asked named told shown found given made marked set put read done known used seen let come gone got had held kept supposed needed allowed doubled lost shared saved sent opened searched listed".split(
    " ",
  ),
);
