import { kebabCase } from "@lintel/runtime/tools";
import { concern, mention } from "../cut/index.js";
import { identifierOf, mentionIn, wordsOf } from "../language/index.js";
import type { ActorNeed } from "../needs/index.js";
import type { Known, KnownEntity } from "./known.js";
import type { RuleSketch } from "./sketch.js";

/** Whether the system is to know who calls: it must, or somebody decided that people sign in. */
export function peopleSignIn({ needs, chosen }: Known): boolean {
  const { verdict } = needs.authentication.value;
  const way = chosen("identity", "people");
  return verdict === "required" || (verdict === "optional" && way !== undefined && way !== "none");
}

/** Whether callers without a token are served. */
export function servesAnybody(known: Known): boolean {
  const { needs } = known;
  return (
    !peopleSignIn(known) ||
    needs.choice("security.authentication").value.includes("anonymous") ||
    needs.choice("integration.callers").value.includes("anonymous")
  );
}

/** Whether rows belong to those whom they tell of. */
export function rowsHaveOwners(known: Known): boolean {
  return peopleSignIn(known) && known.needs.choice("security.authentication").value.includes("user-owned");
}

/** The role of an actor or of a system that calls: "order clerk" is `order-clerk`. */
export function roleOf(name: string): RuleSketch {
  return { kind: "role", role: kebabCase(identifierOf(name, "role")) };
}

/** The entity by whose rows an actor is known. */
function accountOf(known: Known, actor: ActorNeed): KnownEntity | undefined {
  return known.entities.find((one) => one.actor === actor.name);
}

/** Devices send; they read nothing. */
export function isMachine(known: Known, actor: ActorNeed): boolean {
  const account = accountOf(known, actor);
  return (
    /\b(?:device|sensor|gateway|machine|robot|meter)s?$/i.test(actor.name) ||
    account?.need.privacy === "public"
  );
}

/** Whom rows of their own are enough for. */
export function isOwner(known: Known, actor: ActorNeed): boolean {
  const account = accountOf(known, actor);
  return rowsHaveOwners(known) && account !== undefined && account.need.privacy !== "internal";
}

/** The many whom it is there for: a role would show each of them the rows of all. */
export function isCrowd({ needs }: Known, { people = 0 }: ActorNeed): boolean {
  const others = needs.actors.map((one) => one.people ?? 0).filter((count) => count < people);
  return people >= 1_000 && people >= 5 * Math.max(1, ...others);
}

/** Who has to do with an entity, by what they do and by the features that name them. */
export function actorsOf(known: Known, entity: KnownEntity): readonly ActorNeed[] {
  const { actors, features } = known.needs;
  return actors.filter((actor) => {
    if (isMachine(known, actor) || isOwner(known, actor)) return false;
    if (isCrowd(known, actor) && entity.need.privacy !== "public") return false;
    if (mention(wordsOf(actor.does), entity.subject) >= 0.5) return true;
    const name = wordsOf(actor.name);
    return features.some((feature) => {
      if (feature.priority !== "P0" && feature.priority !== "P1") return false;
      const said = wordsOf([feature.what, ...feature.criteria].join(". "));
      return mentionIn(said, name) === 1 && concern(feature, entity.subject) >= 1.5;
    });
  });
}

/** Who keeps rows of an entity by hand: "keeps products", "counts stock", "adds devices". */
export function keepersOf(known: Known, entity: KnownEntity): readonly ActorNeed[] {
  return known.needs.actors.filter((actor) => {
    const at = actor.does.search(keeping);
    return (
      at >= 0 && !isMachine(known, actor) && mention(wordsOf(actor.does.slice(at)), entity.subject) >= 0.5
    );
  });
}

const keeping =
  /\b(?:keeps?|maintains?|manages?|adds?|enters?|edits?|writes?|uploads?|counts?|registers?)\b/i;

/** At least one of these, each once; `otherwise` where there is none. */
export function anyOf(rules: readonly RuleSketch[], otherwise: RuleSketch): RuleSketch {
  const each = rules.filter(
    (rule, at) => rules.findIndex((other) => JSON.stringify(other) === JSON.stringify(rule)) === at,
  );
  const [first, ...others] = each;
  if (!first) return otherwise;
  if (each.some(({ kind }) => kind === "anyone")) return { kind: "anyone" };
  if (each.some(({ kind }) => kind === "signedIn")) return { kind: "signedIn" };
  return others.length === 0 ? first : { kind: "anyOf", rules: each };
}
