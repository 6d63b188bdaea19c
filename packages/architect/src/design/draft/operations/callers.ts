import { kebabCase } from "@lintel/runtime/tools";
import { identifierOf, isRelated, mentionIn, wordsOf } from "../../language/index.js";
import type { FeatureNeed } from "../../needs/index.js";
import { isParticiple } from "../holds/phrases.js";
import type { Known } from "../known.js";
import {
  anyOf,
  isCrowd,
  isMachine,
  isOwner,
  peopleSignIn,
  roleOf,
  rowsHaveOwners,
  servesAnybody,
} from "../people.js";
import type { RuleSketch } from "../sketch.js";
import type { DraftedEntity } from "./shape.js";

/** Who may call something, and what could not be told. */
export interface Callers {
  readonly rule: RuleSketch;
  readonly notes: readonly string[];
}

/** Who may call what a feature comes to: whom its sentence begins with, else whom its criteria name as the one who does something; else a job. */
export function callersOf(
  known: Known,
  feature: FeatureNeed,
  isQuery: boolean,
  main: DraftedEntity | undefined,
): Callers {
  const { needs } = known;
  const anybody = (reason: string): Callers => ({
    rule: isQuery ? { kind: "anyone" } : { kind: "open", reason },
    notes: [],
  });
  if (!peopleSignIn(known))
    return anybody(`Nobody need sign in: ${needs.requirementOf("security.authentication")}.`);
  if (/^(?:sign(?:s|ing)? up|register)/i.test(feature.name))
    return anybody("Who signs up has no account yet, and so no token.");
  const named = doersOf(known, feature);
  if (named.length === 0)
    return {
      rule: { kind: "role", role: "job" },
      notes: ["Nobody is named who asks for it: a job does, with a token of the role job."],
    };
  const actors = needs.actors.filter(({ name }) => named.includes(name));
  const owners = actors.filter((actor) => isOwner(known, actor));
  const crowd = actors.filter((actor) => isCrowd(known, actor) && !isMachine(known, actor));
  if (isQuery && isReadByAll(main) && crowd.length > 0 && servesAnybody(known)) return anybody("");
  if (owners.length > 0 && guestsOrder(known) && !isQuery && speaksOfGuests(feature))
    return anybody(`Guests do it without an account: ${needs.requirementOf("experience.guests")}.`);
  const rules = named.map((name): RuleSketch => {
    const isOwn = owners.some((actor) => actor.name === name);
    return isOwn || (rowsHaveOwners(known) && crowd.some((actor) => actor.name === name))
      ? { kind: "signedIn" }
      : roleOf(name);
  });
  return {
    rule: anyOf(rules, { kind: "signedIn" }),
    notes:
      owners.length > 0 && guestsOrder(known)
        ? [
            `Guests have no token (${needs.requirementOf("experience.guests")}): decide by what they show that it is theirs.`,
          ]
        : [],
  };
}

/** Names of actors and systems, and of somebody else whom the sentence begins with, who do what a feature is for. */
function doersOf(known: Known, feature: FeatureNeed): readonly string[] {
  const { needs } = known;
  const inbound = needs.systems.filter(({ direction }) => direction !== "out");
  const all = [...needs.actors, ...inbound].map(({ name }) => ({ name, words: wordsOf(name) }));
  const namedIn = (text: string, byHead: boolean) => {
    const words = wordsOf(text);
    const whole = all.filter((one) => mentionIn(words, one.words) === 1);
    const found =
      whole.length > 0 || !byHead ? whole : all.filter((one) => words.includes(one.words.at(-1) ?? ""));
    return found.map(({ name }) => name);
  };
  const subject = feature.what.split(/[,;]/)[0] ?? "";
  const active = activePart(subject);
  const first = active === undefined ? [] : namedIn(active, true);
  if (first.length > 0) return first;
  const isOfWhoever = /^(?:those|whoever|who)\b/i.test(subject);
  const acting = [...new Set(feature.criteria.flatMap((one) => actingIn(one, all)))];
  if (isOfWhoever) return firstOf(doing(known, feature), acting);
  if (acting.length > 0) return acting;
  if (active !== undefined) {
    const somebody = /^an? (\p{L}+)\s+\p{L}+s\b/iu.exec(subject)?.[1];
    return somebody === undefined ? doing(known, feature) : [kebabCase(identifierOf(somebody, "role"))];
  }
  const asked = feature.criteria.some((one) =>
    /\b(?:asked for|asks?|requested)\b/i.test(one.split(/THE SYSTEM/i)[0] ?? ""),
  );
  return asked || tellingWords(feature).length > 1 ? doing(known, feature) : [];
}

function firstOf(...lists: readonly (readonly string[])[]): readonly string[] {
  return lists.find((list) => list.length > 0) ?? [];
}

/** Whom the trigger of a criterion begins with: "WHEN a packer marks ...", but not "a seller's account would be ...". */
function actingIn(
  criterion: string,
  all: readonly { readonly name: string; readonly words: readonly string[] }[],
): readonly string[] {
  const trigger = /^WHEN\s+(.*?)\s+THE SYSTEM\b/i.exec(criterion)?.[1] ?? "";
  const part = activePart(trigger);
  if (part === undefined || /['\u2019]s\b/.test(part)) return [];
  const words = wordsOf(part.replace(/^(?:an?|the|one|two|both|somebody|some)\s+/i, ""));
  return all.filter((one) => one.words.every((word, at) => words[at] === word)).map(({ name }) => name);
}

/** The words before and with the verb of a sentence in which somebody does something; undefined where something is done. */
function activePart(sentence: string): string | undefined {
  const words = sentence.trim().split(/\s+/).slice(0, 5);
  if (/^(?:what|those|whoever|who|which)$/i.test(words[0] ?? "")) return undefined;
  const at = words.findIndex((word) => /^(?:is|are|was|were|be|has|have)$/i.test(word));
  const next = words[at + 1] ?? sentence.trim().split(/\s+/)[5] ?? "";
  if (at > 0 && isParticiple(next)) return undefined;
  return words.join(" ");
}

/** Who does, by their own description, what a feature's name says: "gives refunds" for "Refund". */
function doing({ needs }: Known, feature: FeatureNeed): readonly string[] {
  const telling = tellingWords(feature);
  return needs.actors
    .filter(({ does }) => {
      const words = wordsOf(does);
      return telling.length > 0 && telling.every((word) => words.some((one) => isRelated(one, word)));
    })
    .map(({ name }) => name);
}

function tellingWords({ name }: FeatureNeed): readonly string[] {
  return wordsOf(name).filter((word) => word.length > 2 && !little.has(word));
}

function isReadByAll(main: DraftedEntity | undefined): boolean {
  const read = main?.sketch.access.read;
  return (
    read?.kind === "anyone" ||
    read?.kind === "when" ||
    (read?.kind === "anyOf" && read.rules.some(({ kind }) => kind === "when"))
  );
}

function guestsOrder({ needs }: Known): boolean {
  const way = needs.choice("experience.guests").value[0];
  return way === "guest" || way === "both";
}

function speaksOfGuests({ name, what, criteria }: FeatureNeed): boolean {
  return /\bguests?\b/i.test([name, what, ...criteria].join(" "));
}

const little: ReadonlySet<string> = new Set("the and for with from out".split(" "));
