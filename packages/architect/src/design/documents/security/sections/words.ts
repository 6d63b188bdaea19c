import { inCode } from "../../../text/index.js";
import { type MechanismId, mechanisms } from "../mechanisms.js";

/** Mechanisms by their ids, which the table of mechanisms explains. */
export function inPlaceWords(by: readonly MechanismId[]): string {
  return `In place: ${by.map(inCode).join(", ")}`;
}

/** Mechanisms that are named, in the order in which they stand in the registry. */
export function usedMechanisms(ids: readonly MechanismId[]): readonly MechanismId[] {
  const used = new Set<string>(ids);
  return (Object.keys(mechanisms) as MechanismId[]).filter((id) => used.has(id));
}
