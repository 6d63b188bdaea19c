import type { Flow, FlowKind } from "../flow.js";
import type { MechanismId } from "../mechanisms.js";
import { tellsOfPeople } from "../privacy.js";
import type { Standing } from "../standing.js";

/** The letters of STRIDE, each with what it stands for. */
export const stride = {
  S: "spoofing",
  T: "tampering",
  R: "repudiation",
  I: "information disclosure",
  D: "denial of service",
  E: "elevation of privilege",
} as const;
export type Letter = keyof typeof stride;
export const letters = Object.keys(stride) as readonly Letter[];

/** Who does what is open. */
export type Doer = "the team" | "the operators" | "the organisation";

/** How a threat is answered. */
export type Verdict =
  | { readonly status: "in place"; readonly by: readonly MechanismId[] }
  | { readonly status: "open"; readonly who: Doer; readonly next: string }
  | { readonly status: "not applicable"; readonly because: string };

/** What an answer hangs on: in words for whoever reads the list, and as a function. */
export interface Condition {
  readonly says: string;
  holds(context: { readonly flow: Flow; readonly standing: Standing }): boolean;
}

/** A threat to flows of one kind, with the answers that there are: the first whose condition holds; the last has none. */
export interface ThreatKind {
  /** Unique; stands in the ids of threats: `FORGED-TOKEN`. */
  readonly id: string;
  readonly flow: FlowKind;
  readonly letter: Letter;
  readonly says: string;
  readonly answers: readonly { readonly if?: Condition; readonly verdict: Verdict }[];
}

type Answer = ThreatKind["answers"][number];

/** Threats to flows of one kind. */
export function threatsTo(
  flow: FlowKind,
  threats: readonly (readonly [letter: Letter, id: string, says: string, ...answers: readonly Answer[]])[],
): readonly ThreatKind[] {
  return threats.map(([letter, id, says, ...answers]) => ({ id, flow, letter, says, answers }));
}

export function inPlace(...by: readonly MechanismId[]): Answer {
  return { verdict: { status: "in place", by } };
}

export function open(who: Doer, next: string): Answer {
  return { verdict: { status: "open", who, next } };
}

export function notApplicable(because: string): Answer {
  return { verdict: { status: "not applicable", because } };
}

export function when(condition: Condition, { verdict }: Answer): Answer {
  return { if: condition, verdict };
}

/** Both conditions. */
export function both(one: Condition, other: Condition): Condition {
  return {
    says: `${one.says}, and ${other.says}`,
    holds: (context) => one.holds(context) && other.holds(context),
  };
}

const ofStanding = (says: string, holds: (standing: Standing) => boolean): Condition => ({
  says,
  holds: ({ standing }) => holds(standing),
});

export const noIssuer = ofStanding(
  "`production` names no issuer, and accounts are needed",
  (one) => one.needsIssuer && !one.hasIssuer,
);
export const nobodySignsIn = ofStanding("nothing asks for an account", (one) => !one.needsIssuer);
export const noRateLimit = ofStanding("the rate limit is off", (one) => !one.limitsRates);
export const noProxies = ofStanding("`trustedProxies` is not named", (one) => !one.namesProxies);
export const noSecret = ofStanding("`secret` is not set", (one) => !one.hasSecret);
export const noLog = ofStanding("no service has a log", (one) => !one.hasLog);
export const noFeeds = ofStanding("no entity is a feed", (one) => !one.hasFeeds);
export const noCommands = ofStanding("clients may call no command", (one) => !one.hasCommands);
export const openWrites = ofStanding(
  "writes or commands are open to everyone",
  (one) => one.openWrites.length > 0,
);
export const unlogged = ofStanding(
  "entities that tell of people are no feeds",
  (one) => one.unlogged.length > 0,
);
export const networksOpened = ofStanding(
  "`webhooks.networks` opens ranges",
  (one) => one.webhookNetworks.length > 0,
);
export const tenantsWalled = ofStanding("rows are of tenants", (one) => one.wallsTenants);
export const noTenants = ofStanding("no organisations share it", (one) => !one.hasTenants);
export const noDevices = ofStanding("no devices send to it", (one) => !one.hasDevices);
export const encryptsColumns = ofStanding("columns are to be encrypted", (one) => one.encrypts === "columns");
export const clientsEncrypt = ofStanding("clients are to encrypt", (one) => one.encrypts === "client");
export const oneMachine = ofStanding("it runs on one machine", (one) => one.onOneMachine);
export const looksAreNoted: Condition = ofStanding("the brief wants looks noted", (one) =>
  one.audit.includes("reads"),
);

/** What goes over it tells of no person and is no secret. */
export const isPublic: Condition = {
  says: "all of it is public",
  holds: ({ flow }) => flow.privacy === "public",
};
export const ofNoPerson: Condition = {
  says: "nothing in it tells of people",
  holds: ({ flow }) => !tellsOfPeople(flow.privacy),
};

/** How the other side proves who it is. */
export function proves(...proofs: readonly string[]): Condition {
  return {
    says: `the brief says ${proofs.join(" or ")}`,
    holds: ({ flow }) => proofs.includes(flow.proof ?? "none"),
  };
}
