import type { EntityModel, ServiceModel, SystemModel } from "@lintel/runtime/tools";
import { entityNames } from "../../language/index.js";
import type { EntityNeed, Needs } from "../../needs/index.js";
import { plain } from "../entities.js";

export type Privacy = EntityNeed["privacy"];

/** From what anybody may know to what harms a person. */
export const privacies = [
  "public",
  "internal",
  "personal",
  "sensitive",
] as const satisfies readonly Privacy[];

/** The highest of several classes; `public` of none. */
export function highest(classes: readonly Privacy[]): Privacy {
  return privacies[Math.max(0, ...classes.map((one) => privacies.indexOf(one)))] ?? "public";
}

/** Whether it tells of people. */
export function tellsOfPeople(privacy: Privacy): boolean {
  return privacy === "personal" || privacy === "sensitive";
}

/** An entity of the blueprint with what the brief says of it; either may be missing. */
export interface Kept {
  /** `orders.order` of the blueprint, else the name in the brief. */
  readonly name: string;
  readonly service?: ServiceModel;
  readonly model?: EntityModel;
  readonly need?: EntityNeed;
  /** The class that holds: the brief's, and never less than what the blueprint marks. */
  readonly privacy: Privacy;
}

/** Entities that Lintel itself brings, for webhooks. */
export const ofLintel: ReadonlySet<string> = new Set(["webhookEndpoint", "webhookDelivery"]);

/** Everything that is kept, by the blueprint and by the brief, in the order of the blueprint. */
export function keptOf(needs: Needs, model: SystemModel): readonly Kept[] {
  const left = new Map(needs.entities.map((need) => [need.name, need]));
  const spelled = entityNames(needs.entities.map(({ name }) => name));
  const inModel = model.services.flatMap((service) =>
    service.entities.map((entity): Kept => {
      const need =
        needs.entities.find((_, at) => spelled[at] === entity.name) ??
        needs.entities.find((one) => isSame(one.name, entity.name));
      if (need) left.delete(need.name);
      return {
        name: `${service.name}.${entity.name}`,
        service,
        model: entity,
        ...(need && { need }),
        privacy: highest([need?.privacy ?? classWithout(entity), markedClass(entity)]),
      };
    }),
  );
  const inBrief = [...left.values()].map((need): Kept => ({ name: need.name, need, privacy: need.privacy }));
  return Object.freeze([...inModel, ...inBrief]);
}

/** What the modifiers of its fields say at least. */
function markedClass(entity: EntityModel): Privacy {
  return entity.fields.some(({ modifiers }) => modifiers.personal) ? "personal" : "public";
}

/** The class of an entity of which the brief says nothing. */
function classWithout(entity: EntityModel): Privacy {
  return entity.access.read.kind === "anyone" ? "public" : "internal";
}

/** The brief's "order line" and the blueprint's `orderLine`, in the singular or the plural. */
function isSame(inBrief: string, inModel: string): boolean {
  const singular = (name: string) => plain(name).replace(/ies$/, "y").replace(/s$/, "");
  return singular(inBrief) === singular(inModel);
}
