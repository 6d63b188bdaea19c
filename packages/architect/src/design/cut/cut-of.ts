import type { Needs } from "../needs/index.js";
import { affinitiesOf } from "./affinity.js";
import type { Cut, ServiceCut } from "./cut.js";
import { reasonFor, whatItDoes } from "./explain.js";
import { type Group, groupsOf } from "./group.js";
import { ownerOf } from "./owners.js";
import { namesFor } from "./service-names.js";
import { subjectsOf } from "./subjects.js";
import { workflowOf } from "./workflows.js";

/**
 * Cuts a system into few services: entities that name each other, or that the same features are about, are kept together; people are kept apart from what they
 * work with, and long series from both. Pure: the same needs give the same cut, and the order of their rows changes nothing but the order of what is listed.
 */
export function cutOf(needs: Needs): Cut {
  const subjects = subjectsOf(needs);
  const between = affinitiesOf(needs, subjects);
  const found = inOrder(needs, groupsOf(needs, subjects, between));
  const groups: readonly Group[] = found.length > 0 ? found : [{ area: "domain", subjects: [] }];
  const names = namesFor(needs, groups);
  const named = groups.map((group, at) => ({ group, name: names[at] ?? "core" }));
  const owners = new Map(
    needs.features.map((feature) => {
      const owner = ownerOf(feature, groups);
      return [feature, named.find(({ group }) => group === owner)?.name ?? named[0]?.name ?? "core"];
    }),
  );
  const services = named.map(({ group, name }): ServiceCut => {
    const own = new Set(group.subjects.map(({ entity }) => entity));
    const entities = needs.entities.filter((entity) => own.has(entity));
    const features = needs.features.filter((feature) => owners.get(feature) === name);
    return Object.freeze({
      name,
      does: whatItDoes(entities, features),
      entities: Object.freeze(entities),
      features: Object.freeze(features),
      because: reasonFor(group, groups.length, between),
    });
  });
  const workflows = needs.features.map((feature) =>
    Object.freeze(workflowOf(feature, owners.get(feature) ?? "core", named, needs.systems)),
  );
  return Object.freeze({ services: Object.freeze(services), workflows: Object.freeze(workflows) });
}

/** In the order in which the brief names the first entity of each. */
function inOrder(needs: Needs, groups: readonly Group[]): readonly Group[] {
  const first = ({ subjects }: Group) =>
    Math.min(...subjects.map(({ entity }) => needs.entities.indexOf(entity)));
  return [...groups].sort((one, other) => first(one) - first(other));
}
