import type { Known, KnownEntity } from "./known.js";
import { peopleSignIn, servesAnybody } from "./people.js";
import type { FieldSketch } from "./sketch.js";

/** Whether the rows of several organisations lie in the same tables, each with whose it is. */
export function rowsAreOfTenants(known: Known): boolean {
  const { needs } = known;
  const said = needs.choice("architecture.tenancy").value[0];
  if ((needs.tenants === undefined && said === undefined) || !peopleSignIn(known)) return false;
  return (known.chosen("tenancy") ?? said ?? "rows") === "rows";
}

/** The field that says whose rows they are, by the token of who calls; undefined where they are of no organisation. */
export function tenantFieldOf(known: Known, entity: KnownEntity): FieldSketch | undefined {
  if (!rowsAreOfTenants(known) || sharedBecause(known, entity) !== undefined) return undefined;
  const whose = known.entities.find(({ isTenant }) => isTenant);
  const target = whose?.service === entity.service ? whose.name : whose && `${whose.service}.${whose.name}`;
  return {
    name: whose?.name ?? "tenant",
    type: { kind: "id", ...(target !== undefined && { target }) },
    tenant: true,
    ours: true,
    note: `Whose row it is: ${known.needs.requirementOf("architecture.tenancy")}.`,
  };
}

/** Why rows of an entity are of no organisation, where those of others are. */
export function sharedBecause(known: Known, { isTenant, need }: KnownEntity): string | undefined {
  if (!rowsAreOfTenants(known)) return undefined;
  if (isTenant) return "Its rows are the organisations themselves.";
  return need.privacy === "public" && servesAnybody(known)
    ? `Everybody reads it, of whichever organisation: ${need.from.join(", ")} says public.`
    : undefined;
}
