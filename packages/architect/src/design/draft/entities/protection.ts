import type { KnownEntity } from "../known.js";
import type { AccessSketch, FieldSketch } from "../sketch.js";

/** Marks what tells of a person; nothing where everybody reads it. */
export function withProtection(
  { need, actor }: KnownEntity,
  fields: readonly FieldSketch[],
  { read }: AccessSketch,
): readonly FieldSketch[] {
  const tells = need.privacy === "personal" || need.privacy === "sensitive";
  return fields.map((field) => {
    const { personal, ...rest } = field;
    if (!tells || read.kind === "anyone") return rest;
    const isOfPerson = actor !== undefined || /^(?:name|dateOfBirth|contact|numbers)$/.test(field.name);
    const isTold =
      personal || (isOfPerson && identifies(field)) || (need.privacy === "sensitive" && isContent(field));
    return isTold ? { ...rest, personal: true } : rest;
  });
}

function identifies({ name, type }: FieldSketch): boolean {
  return /^(?:name|dateOfBirth|contact|numbers|firstName|lastName)$/.test(name) || type.kind === "email";
}

/** Up to this length a text is a word: a kind, a ward, a currency. */
const wordLength = 100;

function isContent({ name, type, private: isPrivate }: FieldSketch): boolean {
  if (isPrivate || /^(?:state|code|unit|currency|number)$/.test(name)) return false;
  if (type.kind === "text") return type.max > wordLength;
  return ["json", "decimal", "list", "email", "url"].includes(type.kind);
}
