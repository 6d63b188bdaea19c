import { type Origin, type Place, placeOf } from "../origin.js";
import type { System } from "../system.js";
import { systemChecks } from "./catalogue.js";
import { unreadableDefinition } from "./definitions.js";
import type { Finding } from "./finding.js";
import { isNamed } from "./recognise.js";
import { showValue } from "./show-value.js";
import type { Spot } from "./spot.js";
import type { Survey } from "./survey.js";
import { surveySystem } from "./survey-system.js";
import type { Found, SystemCheck } from "./system-check.js";

/**
 * Checks a whole blueprint, and gives back everything that is wrong with it at once, in the order of its text: by
 * file and line where they are known. Empty for a blueprint without a flaw. Never throws, whatever it is given.
 */
export function checkSystem(system: System): Finding[] {
  const whole: Spot = { path: "system", origins: [] };
  let survey: Survey;
  try {
    survey = surveySystem(system);
  } catch (error) {
    return [unreadable(whole, error)];
  }
  return systemChecks.flatMap((check) => findingsOf(check, survey)).sort(inOrderOfText);
}

function findingsOf(check: SystemCheck, survey: Survey): Finding[] {
  const findings: Finding[] = [];
  try {
    for (const one of check.find(survey)) findings.push(findingOf(check, one));
  } catch (error) {
    findings.push(unreadable(survey, error));
  }
  return findings;
}

function findingOf(
  { code, severity, rule }: Omit<SystemCheck, "find">,
  { spot, value, fix }: Found,
): Finding {
  return Object.freeze({
    code,
    severity,
    place: nearestPlace(spot.origins),
    path: spot.path,
    value: showValue(value),
    rule,
    fix,
  });
}

/** A definition that throws when it is read: a getter, or a value that no builder makes. */
function unreadable(spot: Spot, error: unknown): Finding {
  const reason = error instanceof Error ? error.message : error;
  const fix = "Make every part of the blueprint with the builders of @lintel/runtime.";
  return findingOf(unreadableDefinition, { spot, value: reason, fix });
}

function nearestPlace(origins: readonly unknown[]): Place | undefined {
  for (const origin of origins) {
    const place = isOrigin(origin) ? placeOf(origin) : undefined;
    if (place) return place;
  }
  return undefined;
}

function isOrigin(value: unknown): value is Origin {
  return isNamed(value) && value.error instanceof Error;
}

function inOrderOfText(one: Finding, other: Finding): number {
  const file = (one.place?.file ?? "").localeCompare(other.place?.file ?? "");
  return file || (one.place?.line ?? 0) - (other.place?.line ?? 0);
}
