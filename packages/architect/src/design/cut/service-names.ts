import { plural, snakeCase } from "@lintel/runtime/tools";
import { entityNames, identifierOf, pluralOf, serviceNames } from "../language/index.js";
import type { FeatureNeed, Needs } from "../needs/index.js";
import type { Group } from "./group.js";
import { ownerOf, saidOf } from "./owners.js";
import { mention, type Subject } from "./subjects.js";

/** The entity that a group is about: of people somebody, else the one that its own features and all other entities name most. */
function headOf(
  { area, subjects }: Group,
  features: readonly FeatureNeed[],
  all: readonly Subject[],
): Subject | undefined {
  const people = subjects.filter(({ isOfPeople }) => isOfPeople);
  const able = area === "people" && people.length > 0 ? people : subjects;
  return able
    .map((one) => ({
      one,
      weight:
        features.reduce((sum, feature) => sum + saidOf(feature, one), 0) +
        all.filter((other) => other !== one && mention(other.holds, one) > 0).length * 3 -
        (one.name.length - 1),
    }))
    .sort((a, b) => b.weight - a.weight)[0]?.one;
}

/** A noun for each group: what its entities have in common, or the plural of the one that it is about. One group alone is called after the project. */
export function namesFor(needs: Needs, groups: readonly Group[]): readonly string[] {
  const entities = entityNames(needs.entities.map(({ name }) => name));
  const all = groups.flatMap(({ subjects }) => subjects);
  const wanted = groups.map((group) => {
    const features = needs.features.filter((feature) => ownerOf(feature, groups) === group);
    if (groups.length < 2) return ofProject(needs.name) ?? ofHead(group, features, all);
    return inCommon(group) ?? ofHead(group, features, all);
  });
  const safe = serviceNames(wanted);
  // The path of an entity is better not that of another service's commands.
  const apart = safe.map((name, at) => {
    const own = new Set(groups[at]?.subjects.map(({ entity }) => entity));
    const isAnothers = needs.entities.some(
      (entity, index) => !own.has(entity) && snakeCase(plural(entities[index] ?? "")) === snakeCase(name),
    );
    return isAnothers ? `${name}Service` : name;
  });
  return serviceNames(apart);
}

function inCommon({ subjects }: Group): string | undefined {
  const [first, ...others] = subjects.map(({ name }) => name);
  const word = first?.[0];
  if (word === undefined || others.length === 0) return undefined;
  return others.every((name) => name[0] === word && name.length > 1)
    ? identifierOf(word, "service")
    : undefined;
}

function ofHead(group: Group, features: readonly FeatureNeed[], all: readonly Subject[]): string {
  const head = headOf(group, features, all);
  if (!head) return "core";
  return usual.get(head.name.join(" ")) ?? pluralOf(identifierOf(head.entity.name, "service"));
}

/** What such a service is usually called. */
const usual: ReadonlyMap<string, string> = new Map([
  ["product", "catalog"],
  ["user", "accounts"],
  ["user account", "accounts"],
  ["staff account", "accounts"],
]);

function ofProject(name: string): string | undefined {
  const words = name.split(/\s+/).filter((word) => !passedOver.has(word.toLowerCase()));
  const made = identifierOf(words.join(" "), "");
  return /^[a-z]{3,24}$/.test(made) ? made : undefined;
}

/** Words that say only that it is software, or a place. */
const passedOver: ReadonlySet<string> = new Set(
  "the,a,an,our,my,new,app,application,system,service,services,platform,tool,desk,portal,manager,backend,api,software,server,project,for,of,and".split(
    ",",
  ),
);
