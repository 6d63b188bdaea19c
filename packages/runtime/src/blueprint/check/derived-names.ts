import { kebabCase, snakeCase } from "../naming.js";
import type { SurveyedEntity, SurveyedField } from "./survey.js";

/** The table of an entity. */
export function tableOf(entity: SurveyedEntity): string {
  return snakeCase(entity.plural);
}

/** The last part of an entity's path, as in `/v1/order-lines`. */
export function segmentOf(entity: SurveyedEntity): string {
  return kebabCase(entity.plural);
}

/** The column of a field. */
export function columnOf(field: SurveyedField): string {
  if (typeof field.modifiers.column === "string") return field.modifiers.column;
  return field.type.kind === "reference" ? `${snakeCase(field.name)}_id` : snakeCase(field.name);
}
