import { resolve, type System } from "@lintel/runtime/tools";
import { authenticationDecision } from "../authentication.js";
import type { Brief } from "../brief.js";
import { interviewOf } from "../interview/interview.js";
import { accessesOf, isOpen, needsAccount } from "./access.js";
import { type Source, sourceIn } from "./source.js";

/** Something in a blueprint that a brief's decision on authentication forbids. */
export interface Against {
  /** Stable: `AUTHENTICATION_MISSING`, `AUTHENTICATION_UNWANTED`. */
  readonly code: "AUTHENTICATION_MISSING" | "AUTHENTICATION_UNWANTED";
  readonly says: string;
  /** `file:line` in the project, where it is known. */
  readonly where: string | undefined;
  /** What to do. */
  readonly next: string;
}

/**
 * Where a blueprint contradicts the brief's decision on authentication: it is required, and all is open to anybody, or nobody's tokens are believed
 * in production; or it is not needed, and something asks for an account. Nothing while the decision is open, or where it is optional.
 *
 * @param directory the project's, from which files are named
 */
export function blueprintAgainst(brief: Brief, system: System, directory: string): readonly Against[] {
  const decision = authenticationDecision(interviewOf(brief).facts);
  if (!decision || decision.verdict === "optional") return [];
  const source = sourceIn(directory);
  return decision.verdict === "required"
    ? [...allOpen(system, source, decision.because), ...nobodyBelieved(system, source)]
    : accountsAskedFor(system, source);
}

function allOpen(system: System, source: Source, because: readonly string[]): readonly Against[] {
  const accesses = accessesOf(resolve(system));
  const [first] = accesses;
  if (!first || !accesses.every(({ rule }) => isOpen(rule))) return [];
  return [
    {
      code: "AUTHENTICATION_MISSING",
      says: `The brief says that authentication is required (${because.join(" ")}), and everything that the blueprint offers is open to anybody: ${accesses
        .slice(0, 3)
        .map(({ does }) => `"${does}"`)
        .join(", ")}${accesses.length > 3 ? ` and ${accesses.length - 3} more` : ""}.`,
      where: source(first.origin),
      next: "Give what is not public an access rule such as signedIn, role(...) or owner(...); or type: lintel brief change security.authentication",
    },
  ];
}

function nobodyBelieved(system: System, source: Source): readonly Against[] {
  const production = system.environments.production;
  if (!production || production.settings.authentication) return [];
  return [
    {
      code: "AUTHENTICATION_MISSING",
      says: "The brief says that authentication is required, and the environment production believes nobody's tokens: every caller would be anonymous.",
      where: source(production.origin),
      next: "Say in the environment production whose tokens are believed: authentication: { issuer, audience, jwksUrl }.",
    },
  ];
}

function accountsAskedFor(system: System, source: Source): readonly Against[] {
  return accessesOf(resolve(system))
    .filter(({ rule }) => needsAccount(rule))
    .map(({ does, origin, service }) => ({
      code: "AUTHENTICATION_UNWANTED" as const,
      says: `The brief says that authentication is not needed, and "${does}" of ${service} is only for who has an account.`,
      where: source(origin),
      next: "Open it with anyone or open(...); or type: lintel brief change security.authentication",
    }));
}
