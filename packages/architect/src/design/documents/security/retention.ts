import type { Architecture } from "../../architecture.js";
import { type Kept, type Privacy, tellsOfPeople } from "./privacy.js";
import type { Standing } from "./standing.js";

/** How long an entity is kept, and what becomes of it. */
export interface Retention {
  readonly name: string;
  readonly privacy: Privacy;
  /** Seconds, by the brief; undefined for as long as it is there. */
  readonly keptFor?: number;
  /** That the brief says for how long what tells of people is kept in general. */
  readonly inGeneral?: true;
  /** How its rows go, by the blueprint. */
  readonly goes: string;
  /** Where else its rows stand, and for how long, in sentences. */
  readonly alsoIn: readonly string[];
  /** What is to be done by a person; undefined where nothing is. */
  readonly open?: string;
  readonly from: readonly string[];
}

export function retentionOf(
  { needs, model, requirements }: Pick<Architecture, "needs" | "model" | "requirements">,
  standing: Standing,
): readonly Retention[] {
  const general = requirements.find(({ id }) => id === needs.requirementOf("data.retention"));
  const keep = new Map(model.services.map((service) => [service.name, service.log?.keep]));
  return standing.kept.map((kept) => {
    const logged = kept.model?.feed ? keep.get(kept.service?.name ?? "") : undefined;
    const open = openOf(kept, general !== undefined);
    return {
      name: kept.name,
      privacy: kept.privacy,
      ...(kept.need?.keptFor !== undefined && { keptFor: kept.need.keptFor }),
      goes: goesOf(kept),
      alsoIn:
        logged === undefined
          ? []
          : [
              `the log of its service, without private fields, for ${sayDays(logged)}${standing.archivesLog ? ", and the archive after it" : ""}`,
            ],
      ...(open !== undefined && { open }),
      ...(general && tellsOfPeople(kept.privacy) && { inGeneral: true as const }),
      from: [...(kept.need?.from ?? []), ...(general && tellsOfPeople(kept.privacy) ? [general.id] : [])],
    };
  });
}

/** A time in milliseconds, in days or hours. */
function sayDays(milliseconds: number): string {
  const hours = milliseconds / 3_600_000;
  const [count, unit] =
    hours >= 48 && hours % 24 === 0 ? [hours / 24, "days"] : [Math.round(hours * 10) / 10, "hours"];
  return `${count} ${unit}`;
}

function goesOf({ model }: Kept): string {
  if (!model) return "not in the blueprint";
  if (model.projection) return "derived: goes with what it is derived from, when it is built anew";
  const byClients = model.access.delete.kind !== "nobody" && model.access.delete.kind !== "calledBy";
  if (model.softDelete)
    return byClients
      ? "hidden by clients (soft deletion), and kept"
      : "hidden by commands (soft deletion), and kept";
  return byClients ? "deleted by clients" : "deleted by commands of its service, where one does";
}

/** What a person has to do; `general` where the brief says for how long such things are kept in general. */
function openOf({ model, need, privacy }: Kept, general: boolean): string | undefined {
  if (!model || !need) return undefined;
  if (need.keptFor !== undefined || (general && tellsOfPeople(privacy)))
    return "Write the command that deletes or anonymises what is older, and schedule it: Lintel deletes no rows by itself.";
  return tellsOfPeople(privacy) ? "Say for how long it is kept: the brief does not." : undefined;
}
