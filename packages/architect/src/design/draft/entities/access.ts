import { isRelated, wordsOf } from "../../language/index.js";
import type { Known } from "../known.js";
import {
  actorsOf,
  anyOf,
  isCrowd,
  isOwner,
  keepersOf,
  peopleSignIn,
  roleOf,
  rowsHaveOwners,
  servesAnybody,
} from "../people.js";
import type { AccessSketch, RuleSketch } from "../sketch.js";
import { rowsAreOfTenants } from "../tenants.js";
import { wholeOf } from "./additions.js";
import type { Drafted } from "./drafted.js";

const nobody = { kind: "nobody" } as const;

/** Who may do what with rows, by the actors, and what could not be said. */
export function accessFor(
  known: Known,
  drafted: Drafted,
  all: readonly Drafted[],
): { readonly access: AccessSketch; readonly notes: readonly string[] } {
  const { need, isTenant } = drafted.known;
  const { needs } = known;
  const tellsOfSomebody = need.privacy === "personal" || need.privacy === "sensitive";
  const who = needs.requirementOf("scope.users");
  if (!peopleSignIn(known)) return open(known, drafted, tellsOfSomebody);
  if (notesReads(known) && need.privacy === "sensitive" && !drafted.known.isLog)
    return {
      access: { read: nobody },
      notes: [
        `Nobody reads it by a list: each look is to be noted (${needs.requirementOf("security.audit")}), and only a command notes what it does.`,
      ],
    };
  if (isTenant && rowsAreOfTenants(known)) return ofTenants(known, drafted);
  if (need.privacy === "public" && servesAnybody(known)) return publicly(known, drafted);
  const own = ownRule(drafted);
  const roles = readersOf(known, drafted, all);
  const everybody: readonly RuleSketch[] = need.privacy === "public" ? [{ kind: "signedIn" }] : [];
  const read = anyOf([...everybody, ...own, ...roles], nobody);
  const notes =
    read.kind === "nobody"
      ? [`Nobody reads it by a list: ${who} names nobody who does. Commands and queries do.`]
      : [];
  return { access: { read, ...writersOf(known, drafted), ...ownersChange(drafted) }, notes };
}

/** Roles that have to do with an entity, or with the whole that it is a part of; else those that have to do with what refers to it, or what it refers to. */
function readersOf(known: Known, drafted: Drafted, all: readonly Drafted[]): readonly RuleSketch[] {
  const askers = rowsHaveOwners(known) ? [] : all.flatMap((one) => askersOf(known, one));
  const rolesFor = (entity: Drafted["known"]) =>
    actorsOf(known, entity)
      .filter(({ name }) => !askers.includes(name))
      .map(({ name }) => roleOf(name));
  const whole = wholeOf(known, drafted.known);
  const roles = [...rolesFor(drafted.known), ...(whole ? rolesFor(whole) : [])];
  if (roles.length > 0 || drafted.owner !== undefined) return roles;
  const near = all.filter(
    (one) =>
      one.known.service === drafted.known.service &&
      (refers(one, drafted.known.name) || refers(drafted, one.known.name)),
  );
  return near.flatMap((one) => rolesFor(one.known));
}

function refers({ fields }: Drafted, name: string): boolean {
  return fields.some(({ type }) => type.kind === "reference" && type.target === name);
}

/** Contact data are kept by those of whom they are; what was found out or agreed about them is not theirs to change. */
function ownersChange({ owner, fields }: Drafted): { readonly update?: RuleSketch } {
  const isContact = fields.every(
    ({ name, personal }) =>
      personal || /^(?:name|firstName|lastName|phone|language)$|^(?:consent|address|email)/.test(name),
  );
  return owner === "id" && isContact ? { update: { kind: "owner", field: "id" } } : {};
}

/** Everybody reads what is public; of what is published, not what is still being written or was withdrawn. */
function publicly(known: Known, drafted: Drafted) {
  const state = drafted.fields.find(({ name }) => name === "state");
  const states = state?.type.kind === "enumeration" ? state.type.values : [];
  const at = states.findIndex((one) => one === "published" || one === "released");
  const shown = states.slice(Math.max(0, at)).filter((one) => !hidden.has(one));
  if (at <= 0)
    return { access: { read: { kind: "anyone" } as const, ...writersOf(known, drafted) }, notes: [] };
  const roles = actorsOf(known, drafted.known)
    .filter((actor) => !isCrowd(known, actor))
    .map(({ name }) => roleOf(name));
  const read: RuleSketch = {
    kind: "anyOf",
    rules: [{ kind: "when", field: "state", values: shown }, ...roles],
  };
  return {
    access: {
      read: roles.length === 0 ? { kind: "when" as const, field: "state", values: shown } : read,
      ...writersOf(known, drafted),
    },
    notes: [],
  };
}

const hidden: ReadonlySet<string> = new Set([
  "withdrawn",
  "cancelled",
  "refused",
  "failed",
  "stopped",
  "expired",
]);

function open(known: Known, drafted: Drafted, tellsOfSomebody: boolean) {
  const why = known.needs.requirementOf("security.authentication");
  if (tellsOfSomebody)
    return {
      access: { read: nobody },
      notes: [
        `Nobody reads it by a list: it tells of people, and nobody signs in (${why}). Commands and queries do.`,
      ],
    };
  const isKept = keepersOf(known, drafted.known).length > 0 && !isMoved(drafted);
  const write: RuleSketch = { kind: "open", reason: `Nobody need sign in: ${why}.` };
  return { access: { read: { kind: "anyone" } as const, ...(isKept && { write }) }, notes: [] };
}

/** The organisations themselves: each is seen by its own people, and changed by those of them who keep it. */
function ofTenants(known: Known, drafted: Drafted) {
  const own: RuleSketch = { kind: "ofTenant", field: "id" };
  const keepers = isMoved(drafted) ? [] : keepersOf(known, drafted.known);
  const roles = anyOf(
    keepers.map(({ name }) => roleOf(name)),
    nobody,
  );
  const isolation = known.needs.requirementOf("architecture.tenancy");
  return {
    access: {
      read: own,
      ...(keepers.length > 0 && { update: { kind: "allOf", rules: [own, roles] } as const }),
    },
    notes: [
      `Nobody goes across organisations (${isolation}). Where somebody has to, as support does, acrossTenants(role("..."), "why") in the rule lets them, and says why.`,
    ],
  };
}

function ownRule({ owner }: Drafted): readonly RuleSketch[] {
  return owner === undefined ? [] : [{ kind: "owner", field: owner }];
}

/** Rows that go from state to state are changed by commands, and what is only added is never changed; others by those who keep them. */
function writersOf(known: Known, drafted: Drafted): { readonly write?: RuleSketch } {
  if (isMoved(drafted)) return {};
  const keepers = keepersOf(known, drafted.known).filter((actor) => !isOwner(known, actor));
  return keepers.length === 0
    ? {}
    : {
        write: anyOf(
          keepers.map(({ name }) => roleOf(name)),
          nobody,
        ),
      };
}

function isMoved({ known, fields }: Drafted): boolean {
  return known.isLog || fields.some(({ name }) => name === "state");
}

/** Who asks for rows of an entity: their own are enough for them. */
function askersOf(known: Known, { owner = "" }: Drafted): readonly string[] {
  const verb = /^([a-z]+)By$/.exec(owner)?.[1];
  if (verb === undefined) return [];
  const features = known.needs.features.filter(({ priority }) => priority === "P0");
  return known.needs.actors
    .filter(({ does }) => isRelated(wordsOf(does)[0] ?? "", verb))
    .filter(({ name }) => features.some(({ what }) => what.toLowerCase().includes(name.toLowerCase())))
    .map(({ name }) => name);
}

/** Whether every look at what is sensitive is to be answered for. */
export function notesReads({ needs }: Known): boolean {
  return needs.choice("security.audit").value.includes("reads");
}
