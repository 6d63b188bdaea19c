import type { Actor, EntityModel, Operation, RuleData, ServiceModel } from "../blueprint/index.js";
import { type IncludePlan, isStorable, toUuid } from "../plan/index.js";
import { type Bound, prepare } from "./compile/prepared.js";
import { encodeArray, type Parameter } from "./parameter.js";

/**
 * With whose rights a statement runs: one of the roles for clients, on behalf of a caller. The policies of row-level
 * security read the caller from settings that last as long as the transaction.
 */
export interface Rights {
  readonly role: string;
  readonly actor: Actor;
  readonly act: Operation;
  /** Whether the outcome depends on who the caller is. */
  readonly personal: boolean;
  /** The tenant that the caller is of, empty for none; undefined where the service has no rows of tenants. */
  readonly tenant?: string | undefined;
  /** Who asked for it, as JSON, where the statement may write into a log and its transaction has not said so. */
  readonly cause?: string | undefined;
  /** Runs ahead with the service's own rights, and leaves the keys of rows that the statement is then about. */
  readonly keys?: Bound | undefined;
}

const become = prepare(
  "become",
  `select set_config('role', $1, true),
       set_config('lintel.act', $2, true),
       set_config('lintel.caller', $3, true),
       set_config('lintel.user', $4, true),
       set_config('lintel.user_uuid', $5, true),
       set_config('lintel.roles', $6, true),
       set_config('lintel.service', $7, true)`,
);

/** The same, with what else is to be said, in this order. */
const becomeWith = {
  cause: prepare("become", `${become.text},\n       set_config('lintel.cause', $8, true)`),
  tenant: prepare("become", `${become.text},\n       set_config('lintel.tenant', $8, true)`),
  tenantAndCause: prepare(
    "become",
    `${become.text},\n       set_config('lintel.tenant', $8, true),\n       set_config('lintel.cause', $9, true)`,
  ),
};

const tellUser = prepare(
  "caller",
  `select set_config('lintel.caller', 'user', true),
       set_config('lintel.user', $1, true),
       set_config('lintel.user_uuid', $2, true),
       set_config('lintel.roles', $3, true)`,
);

/** The same of a user of a tenant, or of one who is asked for it. */
const tellMember = prepare("caller", `${tellUser.text},\n       set_config('lintel.tenant', $4, true)`);

/** The rights to read the entity, and the entities that are read along with it. */
export function readingRights(
  service: ServiceModel,
  actor: Actor,
  entity: EntityModel,
  include: readonly IncludePlan[],
): Rights {
  return {
    role: service.clientRoles.reader,
    actor,
    act: "read",
    personal: isPersonal(actor, entity, include),
    tenant: tenantOf(service, actor),
  };
}

/** The rights to write rows of an entity. */
export function writingRights(service: ServiceModel, actor: Actor, act: Operation, cause?: string): Rights {
  return {
    role: service.clientRoles.writer,
    actor,
    act,
    personal: true,
    tenant: tenantOf(service, actor),
    cause,
  };
}

function tenantOf({ tenants }: ServiceModel, { tenant }: Actor): string | undefined {
  return tenants ? (toUuid(tenant ?? "") ?? "") : undefined;
}

const takeBack = prepare("become", "select set_config('role', $1, true)");
/** Where rows are of tenants, what comes after is held to the caller's again. */
const takeBackAcross = prepare(
  "become",
  `${takeBack.text.trimEnd()}, set_config('lintel.tenants', 'all', true)`,
);

/**
 * The statement after which all others of the packet see one snapshot; it comes first. Not for every read: where a table is
 * written anew meanwhile, a snapshot of before shows it empty (PostgreSQL 13.6), and a statement by itself does not.
 */
export const oneSnapshot: Bound = {
  prepared: prepare("snapshot", "set transaction isolation level repeatable read"),
  values: [],
};

/** The statement after which the others of the transaction have the service's own rights, to the rows of all tenants. */
export function ownRights(service: ServiceModel): Bound {
  return { prepared: service.tenants ? takeBackAcross : takeBack, values: [service.role] };
}

/** The statement after which the others of the transaction have these rights. */
export function adoptRights({ role, act, actor, tenant, cause }: Rights): Bound {
  const values = [role, act, ...callerOf(actor)];
  if (tenant === undefined) {
    return cause === undefined
      ? { prepared: become, values }
      : { prepared: becomeWith.cause, values: [...values, cause] };
  }
  return cause === undefined
    ? { prepared: becomeWith.tenant, values: [...values, tenant] }
    : { prepared: becomeWith.tenantAndCause, values: [...values, tenant, cause] };
}

/**
 * The same where nothing was said before and the role is had already: on a connection of the reads, where every packet is
 * a transaction. It says the least that is needed, since it is said with each read that depends on the caller.
 */
export function tellCaller(rights: Rights): Bound {
  if (rights.actor.kind !== "user") return adoptRights(rights);
  const [, user = "", uuid = "", roles = ""] = callerOf(rights.actor);
  const { tenant } = rights;
  return tenant === undefined
    ? { prepared: tellUser, values: [user, uuid, roles] }
    : { prepared: tellMember, values: [user, uuid, roles, tenant] };
}

const callers = new WeakMap<Actor, readonly Parameter[]>();

function callerOf(actor: Actor): readonly Parameter[] {
  const known = callers.get(actor);
  if (known) return known;
  const id = isStorable(actor.id) ? actor.id : "";
  const user = actor.kind === "user" ? id : "";
  const roles = actor.roles.filter(isStorable);
  const values = [
    actor.kind,
    user,
    toUuid(user) ?? "",
    actor.kind === "anonymous" ? "" : encodeArray(roles, (role) => String(role)),
    actor.kind === "service" ? id : "",
  ];
  callers.set(actor, values);
  return values;
}

/** Whether what a caller reads depends on who it is. What is open to anyone costs nothing to keep so. */
function isPersonal(actor: Actor, entity: EntityModel, include: readonly IncludePlan[]): boolean {
  if (actor.kind === "anonymous") return false;
  if (asksWho(entity.access.read)) return true;
  return include.some((one) => isPersonal(actor, one.entity, one.include));
}

const asking = new WeakMap<RuleData, boolean>();

function asksWho(rule: RuleData): boolean {
  let asks = asking.get(rule);
  if (asks === undefined) {
    asks =
      rule.kind === "anyOf" || rule.kind === "allOf"
        ? rule.rules.some(asksWho)
        : rule.kind !== "anyone" && rule.kind !== "nobody" && rule.kind !== "when";
    asking.set(rule, asks);
  }
  return asks;
}
