import { isField, isNamed } from "./recognise.js";
import { type Spot, within } from "./spot.js";
import { type SurveyedField, type Unusable, valueAt } from "./survey.js";

/** The fields of a shape, and under `unusable` what is not a field. */
export function* surveyShape(shape: unknown, parent: Spot, unusable: Unusable[]): Generator<SurveyedField> {
  for (const [name, field] of Object.entries(isNamed(shape) ? shape : {})) {
    const spot = within(parent, `.${name}`, valueAt(valueAt(field, "definition"), "origin"));
    if (isField(field)) {
      const { type, modifiers } = field.definition;
      yield { ...spot, name, type, modifiers, system: false };
    } else {
      unusable.push({ ...spot, value: field, expected: "a field such as text() or integer()" });
    }
  }
}
