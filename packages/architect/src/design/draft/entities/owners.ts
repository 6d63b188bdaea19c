import { isRelated, wordsOf } from "../../language/index.js";
import type { Known, KnownEntity } from "../known.js";
import { peopleSignIn, rowsHaveOwners } from "../people.js";
import type { FieldSketch } from "../sketch.js";
import type { Drafted } from "./drafted.js";

/** The field that holds whose a row is: the person that it is of, or who asked for it. */
export function ownerOf(
  known: Known,
  entity: KnownEntity,
  fields: readonly FieldSketch[],
): string | undefined {
  if (!peopleSignIn(known)) return undefined;
  if (rowsHaveOwners(known)) {
    if (isSomebody(entity)) return "id";
    const people = known.entities.filter(isSomebody);
    const field = fields.find(({ type }) => people.some((one) => refersTo(type, one)));
    if (field) return field.name;
  }
  return askerOf(known, entity, fields);
}

/** Gives what belongs to an owned row the owner too, so that the row itself says who may see it. */
export function withOwners(known: Known, entities: readonly Drafted[]): readonly Drafted[] {
  if (!rowsHaveOwners(known)) return entities;
  let all = entities;
  for (let round = 0; round < entities.length; round++) {
    const next = all.map((entity) => owned(entity, all));
    if (next.every((entity, at) => entity === all[at])) return all;
    all = next;
  }
  return all;
}

function owned(entity: Drafted, all: readonly Drafted[]): Drafted {
  if (entity.owner !== undefined || !tellsOfSomebody(entity.known)) return entity;
  for (const field of entity.fields) {
    const { type } = field;
    const target =
      type.kind === "reference"
        ? type.target
        : type.kind === "list" && type.item.kind === "id"
          ? type.item.target
          : undefined;
    const of = all.find(({ known }) => known.service === entity.known.service && known.name === target);
    const owner = of?.fields.find(({ name }) => name === of.owner);
    if (!of || !owner || (owner.type.kind !== "id" && owner.type.kind !== "reference")) continue;
    const copy: FieldSketch = {
      name: owner.name,
      type: owner.type.kind === "reference" ? { kind: "reference", target: owner.type.target } : owner.type,
      immutable: true,
      ours: true,
      note: `That of the ${of.known.need.name}, kept here too, so that the row itself says who may see it.`,
    };
    const at = entity.fields.indexOf(field) + 1;
    return {
      ...entity,
      owner: owner.name,
      fields: [...entity.fields.slice(0, at), copy, ...entity.fields.slice(at)],
    };
  }
  return entity;
}

/** "who asks" of a request that requesters make: a role would show each of them the requests of all. */
function askerOf(known: Known, entity: KnownEntity, fields: readonly FieldSketch[]): string | undefined {
  const verbs = known.needs.features
    .filter(({ priority }) => priority === "P0")
    .map(({ name }) => wordsOf(name)[0] ?? "");
  const asker = fields.find(({ name, type, optional }) => {
    const verb = /^([a-z]+)By$/.exec(name)?.[1];
    return (
      verb !== undefined &&
      !optional &&
      (type.kind === "text" || type.kind === "id") &&
      verbs.some((one) => one !== "" && isRelated(one, verb))
    );
  });
  return tellsOfSomebody(entity) ? asker?.name : undefined;
}

function isSomebody({ actor, need }: KnownEntity): boolean {
  return actor !== undefined && need.privacy !== "internal" && need.privacy !== "public";
}

function tellsOfSomebody({ need }: KnownEntity): boolean {
  return need.privacy === "personal" || need.privacy === "sensitive";
}

function refersTo(type: FieldSketch["type"], one: KnownEntity): boolean {
  if (type.kind === "reference") return type.target === one.name;
  return type.kind === "id" && (type.target === one.name || type.target === `${one.service}.${one.name}`);
}
