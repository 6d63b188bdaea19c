import { checkSystem, describeFinding, type System } from "../blueprint/index.js";
import { StartError } from "./start-error.js";

/** Throws StartError `BLUEPRINT_HAS_ERRORS` with every error that the check finds. Warnings keep nothing from starting. */
export function refuseFindings(system: System): void {
  const errors = checkSystem(system).filter(({ severity }) => severity === "error");
  if (errors.length === 0) return;
  throw new StartError(
    "BLUEPRINT_HAS_ERRORS",
    [
      `The blueprint has ${errors.length === 1 ? "an error" : `${errors.length} errors`}:`,
      ...errors.map(describeFinding),
    ].join("\n"),
    "Mend what the findings name; `lintel check` shows them again.",
  );
}
