import type { FieldModel, RuleData } from "@lintel/runtime/tools";
import { admits } from "./callers.js";
import { type Kept, ofLintel, type Privacy, privacies, tellsOfPeople } from "./privacy.js";

/** How private an entity and its fields are, and where brief and blueprint say different things. */
export interface Classified {
  readonly kept: Kept;
  readonly privacy: Privacy;
  readonly fields: readonly ClassifiedField[];
  /** What a person must settle, in sentences; names in them are the blueprint's or quoted from the brief. */
  readonly disagreements: readonly string[];
  readonly from: readonly string[];
}

export interface ClassifiedField {
  readonly name: string;
  readonly privacy: Privacy;
  /** In no answer, no filter and no input of a client. */
  readonly isPrivate: boolean;
}

/** Each entity and its fields, classified. A field that is marked `.personal()` tells of people; one that is not is taken for what its entity is, but no more than internal where others are marked. */
export function classify(everything: readonly Kept[]): readonly Classified[] {
  return everything.map((kept) => ({
    kept,
    privacy: kept.privacy,
    fields: fieldsOf(kept),
    disagreements: disagreementsOf(kept),
    from: kept.need?.from ?? [],
  }));
}

function fieldsOf({ model, privacy }: Kept): readonly ClassifiedField[] {
  if (!model) return [];
  const own = model.fields.filter(({ system }) => !system);
  const isMarked = own.some(({ modifiers }) => modifiers.personal || modifiers.private);
  return own.map((field) => ({
    name: field.name,
    privacy: classOf(field, privacy, isMarked),
    isPrivate: field.modifiers.private === true,
  }));
}

function classOf({ modifiers }: FieldModel, entity: Privacy, isMarked: boolean): Privacy {
  if (modifiers.personal) return entity === "sensitive" ? "sensitive" : "personal";
  if (modifiers.private) return tellsOfPeople(entity) ? entity : "internal";
  return isMarked && tellsOfPeople(entity) ? "internal" : entity;
}

function disagreementsOf({ model, need, service }: Kept): readonly string[] {
  if (!model || !service) return ["The brief names it and the blueprint has no such entity."];
  if (!need)
    return ofLintel.has(model.name)
      ? []
      : ["The blueprint has it and the brief does not: its class is worked out from its access rules."];
  const marked = model.fields.filter(({ modifiers }) => modifiers.personal).map(({ name }) => name);
  const isHidden = model.fields.some(({ modifiers }) => modifiers.private);
  const anyone = { kind: "anonymous", id: "", roles: [] } as const;
  const isOpen = admits(model.access.read, anyone) !== "never";
  const found: string[] = [];
  if (tellsOfPeople(need.privacy) && marked.length === 0 && !isHidden)
    found.push(
      `The brief says ${need.privacy}, and no field is marked \`.personal()\` or \`.private()\` in the blueprint.`,
    );
  if (!tellsOfPeople(need.privacy) && marked.length > 0)
    found.push(`The brief says ${need.privacy}, and the blueprint marks ${names(marked)} as personal.`);
  if (tellsOfPeople(need.privacy) && isOpen) {
    const shown = model.fields.filter((field) => !field.system && shownTo(field.read, field));
    found.push(
      `The brief says ${need.privacy}, and the blueprint lets anyone read ${names(shown.map(({ name }) => name))}.`,
    );
  }
  if (need.privacy === "internal" && isOpen)
    found.push("The brief says internal, and the blueprint lets anyone read it.");
  return found;

  function shownTo(read: RuleData | undefined, field: FieldModel): boolean {
    return !field.modifiers.private && (read === undefined || admits(read, anyone) !== "never");
  }
}

function names(list: readonly string[]): string {
  return list.map((name) => `\`${name}\``).join(", ");
}

/** How many entities there are of each class. */
export function countByClass(
  all: readonly Classified[],
): readonly { readonly privacy: Privacy; readonly count: number }[] {
  return privacies.map((privacy) => ({
    privacy,
    count: all.filter((one) => one.privacy === privacy).length,
  }));
}
