import type { RuleData } from "./access.js";
import type { ConsumerData } from "./consumer.js";
import type { Environment } from "./environment.js";
import type { FieldType, Modifiers, Shape } from "./field.js";
import type { FilterData } from "./filter.js";
import type { IndexData } from "./index-definition.js";
import type { Origin } from "./origin.js";
import type { Projecting } from "./projection.js";
import type { OperationData } from "./service.js";
import type { WebhooksModel } from "./webhooks/index.js";

/**
 * The blueprint resolved: every name that something has elsewhere (table, column, path) worked out once, every
 * target found, the system's own fields beside the user's. Frozen data; the plan, PostgreSQL and HTTP read this
 * and never the definitions.
 */
export interface SystemModel {
  readonly name: string;
  readonly version: number;
  readonly description?: string | undefined;
  readonly services: readonly ServiceModel[];
  readonly environments: { readonly [name: string]: Environment };
  /** Whether some entity of it is of a tenant: callers have a tenant then. */
  readonly tenants: boolean;
}

export interface ServiceModel {
  readonly name: string;
  readonly description?: string | undefined;
  /** Its PostgreSQL schema: `catalog`. */
  readonly schema: string;
  /** Its PostgreSQL role, as which commands and queries work: `commerce_catalog`. Sees every row. */
  readonly role: string;
  /** Its PostgreSQL roles for what clients read and write, held to the access rules by row-level security. */
  readonly clientRoles: { readonly reader: string; readonly writer: string };
  /** The PostgreSQL login with which it serves where `lintel db logins` made one: `commerce_catalog__login`. */
  readonly login: string;
  readonly entities: readonly EntityModel[];
  /** Whether some entity of it is of a tenant: its role has what a transaction says that it may have. */
  readonly tenants: boolean;
  readonly events: readonly EventModel[];
  readonly commands: readonly OperationModel[];
  readonly queries: readonly OperationModel[];
  /** The alias in `call` to the name of the service. */
  readonly uses: { readonly [alias: string]: string };
  /**
   * The log of what happens in it: for how many milliseconds it is kept, and how many bytes of it at most; undefined where
   * nothing is written into one.
   */
  readonly log?: { readonly keep: number; readonly maxBytes?: number | undefined } | undefined;
  /** What follows a log, and acts on it within this service. */
  readonly consumers: readonly ConsumerModel[];
  /** What it sends to integrators, where it does. */
  readonly webhooks?: WebhooksModel | undefined;
  /** The workers of it that follow a log, each with a cursor in its schema. */
  readonly cursors: readonly CursorModel[];
}

/** A worker of a service that follows a log. */
export interface CursorModel {
  /** Unique in its service: `consumer invoices`. */
  readonly name: string;
  /** The service whose log it follows. */
  readonly source: string;
}

/** A consumer with every default taken. Times are milliseconds. */
export interface ConsumerModel
  extends Pick<ConsumerData, "name" | "description" | "events" | "changes" | "acrossTenants" | "origin"> {
  readonly service: string;
  /** The service whose log it follows. */
  readonly source: string;
  /** The name of its cursor: `consumer invoices`. */
  readonly cursor: string;
  readonly workers: number;
  readonly retry: { readonly attempts: number; readonly first: number; readonly last: number };
  readonly timeout: number;
  readonly start: "now" | "beginning";
}

export interface OperationModel extends OperationData {
  readonly kind: "command" | "query";
  readonly service: string;
  /** `/v1/orders/place-order` */
  readonly path: string;
  readonly rule: RuleData;
  /** Milliseconds that each of its statements may take, where it says so. */
  readonly statementTimeout?: number | undefined;
}

/** An event that commands of a service emit. */
export interface EventModel {
  readonly name: string;
  readonly service: string;
  /** `commerce.orders.order-placed.v1`: the type of its CloudEvents. */
  readonly type: string;
  readonly description?: string | undefined;
  readonly version: number;
  /** The field by whose value events are kept in order. */
  readonly key?: string | undefined;
  readonly shape: Shape;
  readonly origin: Origin;
}

export interface EntityModel {
  readonly name: string;
  readonly service: string;
  readonly description?: string | undefined;
  readonly schema: string;
  /** `order_lines` */
  readonly table: string;
  /** `/v1/order-lines` */
  readonly path: string;
  /** `OrderLine`: its name in API documents. */
  readonly title: string;
  /** `ORDER_LINE`: the beginning of its error codes. */
  readonly constant: string;
  readonly softDelete: boolean;
  /** Columns in the order of the table: id, the user's, createdAt, updatedAt, version, deletedAt. */
  readonly fields: readonly FieldModel[];
  readonly byName: ReadonlyMap<string, FieldModel>;
  /** The field that says which tenant a row is of; undefined where rows are of none. The access rules hold to it. */
  readonly tenant?: FieldModel | undefined;
  /** Why its rows are of no tenant, where it says so. */
  readonly shared?: string | undefined;
  /** What `include` can follow, by name. */
  readonly relations: ReadonlyMap<string, RelationModel>;
  readonly indexes: readonly Extract<IndexData, { kind: "by" }>[];
  readonly search?: Extract<IndexData, { kind: "search" }> | undefined;
  /** Whether each change of a row is written into the log of the service. */
  readonly feed: boolean;
  /** Rows that it may come to hold, where it says so. */
  readonly rows?: number | undefined;
  /** What clients may filter and sort by, by the names of its fields; undefined for whatever they may read. */
  readonly list: {
    readonly filter?: ReadonlySet<string> | undefined;
    readonly sort?: ReadonlySet<string> | undefined;
    /** Its rows are too many to be looked at one by one. */
    readonly isLarge: boolean;
  };
  /** Milliseconds that a statement which reads one row or a page may take, where it says so. */
  readonly timeouts: { readonly row?: number | undefined; readonly list?: number | undefined };
  readonly checks: readonly { readonly name: string; readonly filter: FilterData }[];
  readonly access: {
    readonly read: RuleData;
    readonly create: RuleData;
    readonly update: RuleData;
    readonly delete: RuleData;
    readonly restore: RuleData;
  };
  /** What its table may have been called in the release before, the likelier first. */
  readonly formerTables: readonly string[];
  /** What its rows are derived from, where it is a projection: nobody writes those, whatever the access rules say. */
  readonly projection?: ProjectionModel | undefined;
  readonly origin: Origin;
}

/** How rows are derived from a log. */
export interface ProjectionModel {
  /** The name of the field by whose value rows are told apart. */
  readonly key: string;
  readonly version: number;
  /** The service whose log it is derived from. */
  readonly source: string;
  readonly history: "all" | "kept";
  /** What a row of it is, as it was written. */
  readonly shape: Shape;
  /** The name of its cursor: `projection productSales v2`. */
  readonly cursor: string;
  /** By the name of the event, and of the entity. */
  readonly events: ReadonlyMap<string, Projecting>;
  readonly changes: ReadonlyMap<string, Projecting>;
}

export interface FieldModel {
  readonly name: string;
  readonly column: string;
  readonly type: FieldType;
  readonly modifiers: Modifiers;
  /** Made and kept by Lintel: id, createdAt, updatedAt, version, deletedAt. */
  readonly system: boolean;
  /** What its column may have been called in the release before, the likelier first. */
  readonly formerColumns?: readonly string[] | undefined;
  /** Who may see and who may set it, where that is narrower than the entity. */
  readonly read?: RuleData | undefined;
  readonly write?: RuleData | undefined;
}

/** A relation that `include` can follow, from either side. */
export interface RelationModel {
  readonly name: string;
  readonly cardinality: "one" | "many";
  /** The entity at the other end, in the same service. */
  readonly target: string;
  /** For "one", this entity's field that holds the target's id; for "many", the target's field that holds this one's. */
  readonly field: string;
}
