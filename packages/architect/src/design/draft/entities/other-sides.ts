import { pluralOf } from "../../language/index.js";
import type { FieldSketch } from "../sketch.js";
import type { Drafted } from "./drafted.js";

/** The fields of an entity with the other sides of the references to it, where each is the only one of its kind. */
export function withOtherSides({ known, fields }: Drafted, all: readonly Drafted[]): readonly FieldSketch[] {
  const sides = all
    .filter((other) => other.known.service === known.service && other.known !== known)
    .flatMap((other): readonly FieldSketch[] => {
      const references = other.fields.filter(
        ({ type }) => type.kind === "reference" && type.target === known.name,
      );
      const [only] = references;
      if (references.length !== 1 || !only || only.unique) return [];
      return [
        { name: pluralOf(other.known.name), type: { kind: "many", target: other.known.name, by: only.name } },
      ];
    })
    .filter(({ name }) => !fields.some((field) => field.name === name));
  return [...fields, ...sides];
}
