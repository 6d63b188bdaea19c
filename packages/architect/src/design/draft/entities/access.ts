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
import { tenantOf, wholeOf } from "./additions.js";
import type { Drafted } from "./drafted.js";

const nobody = { kind: "nobody" } as const;

/** Who may do what with rows, by the actors, and what could not be said. */
export function accessFor(
  known: Known,
  drafted: Drafted,
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
  const isShared = isTenant || tenantOf(known, drafted.known) !== undefined;
  if (isShared) return shared(known, drafted);
  if (need.privacy === "public" && servesAnybody(known)) return publicly(known, drafted);
  const own = ownRule(drafted);
  const asker = drafted.owner !== undefined && !rowsHaveOwners(known) ? askersOf(known, drafted) : [];
  const whole = wholeOf(known, drafted.known);
  const roles = [...actorsOf(known, drafted.known), ...(whole ? actorsOf(known, whole) : [])]
    .filter(({ name }) => !asker.includes(name))
    .map(({ name }) => roleOf(name));
  const everybody: readonly RuleSketch[] = need.privacy === "public" ? [{ kind: "signedIn" }] : [];
  const read = anyOf([...everybody, ...own, ...roles], nobody);
  const writers = writersOf(known, drafted);
  const notes =
    read.kind === "nobody"
      ? [`Nobody reads it by a list: ${who} names nobody who does. Commands and queries do.`]
      : [];
  return {
    access: {
      read,
      ...writers,
      ...(drafted.owner === "id" &&
        writers.write === undefined && { update: { kind: "owner", field: "id" } as const }),
    },
    notes,
  };
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

/** Rows of several organisations in one table: what says whose a row is, is not in a token, so that only its owner reads it by a list. */
function shared(known: Known, drafted: Drafted) {
  const own = ownRule(drafted);
  const isolation = known.needs.requirementOf("architecture.tenancy");
  const note = `No role reads it by a list: a role says nothing of the organisation, and rows of all of them lie here (${isolation}). Queries and commands read, by the organisation of who calls.`;
  return {
    access: {
      read: anyOf(own, nobody),
      ...(drafted.owner === "id" && { update: { kind: "owner", field: "id" } as const }),
    },
    notes: [note],
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

function askersOf(known: Known, drafted: Drafted): readonly string[] {
  const features = known.needs.features.filter(({ priority }) => priority === "P0");
  return known.needs.actors
    .filter(({ does }) => new RegExp(`^${(drafted.owner ?? "").replace(/(?:ed)?By$/, "")}`, "i").test(does))
    .filter(({ name }) => features.some(({ what }) => what.toLowerCase().includes(name.toLowerCase())))
    .map(({ name }) => name);
}

/** Whether every look at what is sensitive is to be answered for. */
export function notesReads({ needs }: Known): boolean {
  return needs.choice("security.audit").value.includes("reads");
}
