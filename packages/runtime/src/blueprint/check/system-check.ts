import type { Severity } from "./finding.js";
import type { Spot } from "./spot.js";
import type { Survey } from "./survey.js";

/** What a check found, before it is made into a finding. */
export interface Found {
  readonly spot: Spot;
  readonly value: unknown;
  readonly fix: string;
}

/** One rule that every blueprint keeps. The catalogue of all of them is data. */
export interface SystemCheck {
  readonly code: string;
  readonly severity: Severity;
  readonly rule: string;
  find(survey: Survey): Iterable<Found>;
}

/** Something found at a point, with the way out in one sentence. */
export function found(spot: Spot, value: unknown, fix: string): Found {
  return { spot, value, fix };
}
