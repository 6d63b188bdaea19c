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

/**
 * The field that says whose rows of an entity are, by the token of who calls. None for the organisations themselves, and for what everybody
 * reads and what stands by itself.
 */
export function tenantFieldOf(
  known: Known,
  entity: KnownEntity,
  fields: readonly FieldSketch[],
): FieldSketch | undefined {
  if (!rowsAreOfTenants(known) || entity.isTenant) return undefined;
  const standsAlone = fields.every(({ type }) => type.kind !== "reference");
  if (standsAlone && isForEverybody(known, entity)) return undefined;
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
export function sharedBecause(
  known: Known,
  { isTenant, need }: KnownEntity,
  fields: readonly FieldSketch[],
): string | undefined {
  if (!rowsAreOfTenants(known) || fields.some(({ tenant }) => tenant)) return undefined;
  return isTenant
    ? "Its rows are the organisations themselves."
    : `Everybody reads it, of whichever organisation: ${need.from.join(", ")} says public.`;
}

/** A row that all have refers to none that only some have: whoever reads it would learn of that one. */
export function withoutReferences(known: Known, { isTenant }: KnownEntity) {
  return (field: FieldSketch): FieldSketch =>
    isTenant && rowsAreOfTenants(known) && field.type.kind === "reference"
      ? { ...field, type: { kind: "id", target: field.type.target } }
      : field;
}

function isForEverybody(known: Known, { need }: KnownEntity): boolean {
  return need.privacy === "public" && servesAnybody(known);
}
