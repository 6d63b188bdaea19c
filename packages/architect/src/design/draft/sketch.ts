/** A blueprint as data: what is to be written, before it is written. Frozen, and the same for the same needs. */
export interface Sketch {
  readonly name: string;
  readonly description: string;
  /** Lines of the comment above the system. */
  readonly notes: readonly string[];
  readonly services: readonly ServiceSketch[];
  /** Whether some access rule asks who calls. */
  readonly asksWhoCalls: boolean;
  /** Whether rows are of tenants, which tokens name. */
  readonly hasTenants: boolean;
  readonly hasWebhooks: boolean;
}

export interface ServiceSketch {
  readonly name: string;
  readonly description: string;
  readonly notes: readonly string[];
  readonly entities: readonly EntitySketch[];
  readonly events: readonly EventSketch[];
  readonly operations: readonly OperationSketch[];
  /** For how long its log is kept, where the usual time is not enough: `365d`. */
  readonly keepLog?: string;
  /** Services whose commands it calls. */
  readonly uses: readonly string[];
  /** Who may look after endpoints, and for which events; where webhooks are offered. */
  readonly webhooks?: { readonly events: readonly string[]; readonly manage: RuleSketch };
}

export interface EntitySketch {
  readonly name: string;
  readonly description: string;
  readonly notes: readonly string[];
  readonly fields: readonly FieldSketch[];
  readonly rows: number;
  /** Why its rows are of no tenant, where others are. */
  readonly shared?: string;
  readonly softDelete: boolean;
  readonly feed: boolean;
  readonly indexes: readonly IndexSketch[];
  readonly access: AccessSketch;
}

export interface AccessSketch {
  readonly read: RuleSketch;
  readonly create?: RuleSketch;
  readonly update?: RuleSketch;
  readonly delete?: RuleSketch;
  readonly write?: RuleSketch;
}

export interface FieldSketch {
  readonly name: string;
  readonly type: TypeSketch;
  readonly optional?: true;
  readonly unique?: true;
  readonly immutable?: true;
  readonly private?: true;
  readonly personal?: true;
  readonly default?: string | number | boolean;
  /** It says which tenant a row is of. */
  readonly tenant?: true;
  /** Set by what the system does, and by no caller. */
  readonly ours?: true;
  /** What a reader could not tell by the name: above the field. */
  readonly note?: string;
}

export type TypeSketch =
  | { readonly kind: "text"; readonly min?: number; readonly max: number; readonly pattern?: string }
  | { readonly kind: "email" | "url" | "boolean" | "date" | "timestamp" }
  | { readonly kind: "integer"; readonly min?: number; readonly max?: number }
  | { readonly kind: "bigint"; readonly min?: string }
  | { readonly kind: "decimal"; readonly precision: number; readonly scale: number }
  | { readonly kind: "money"; readonly precision?: number; readonly min?: string }
  | { readonly kind: "enumeration"; readonly values: readonly string[] }
  | { readonly kind: "json" }
  /** The id of a row, by the entity's name, with its service in front where that is another. */
  | { readonly kind: "id"; readonly target?: string }
  | { readonly kind: "reference"; readonly target: string; readonly onDelete?: "cascade" }
  | { readonly kind: "many"; readonly target: string; readonly by: string }
  | { readonly kind: "list"; readonly item: TypeSketch; readonly min?: number; readonly max: number }
  /** Of an input or output. */
  | {
      readonly kind: "rows";
      readonly fields: readonly FieldSketch[];
      readonly min?: number;
      readonly max: number;
    };

export type IndexSketch =
  | { readonly kind: "by"; readonly fields: readonly string[]; readonly unique?: true }
  | { readonly kind: "search"; readonly weights: { readonly [field: string]: "A" | "B" | "C" | "D" } };

export type RuleSketch =
  | { readonly kind: "anyone" | "signedIn" | "nobody" }
  | { readonly kind: "open"; readonly reason: string }
  | { readonly kind: "role"; readonly role: string }
  | { readonly kind: "owner" | "ofTenant"; readonly field: string }
  /** Rows of which a field has one of these values. */
  | { readonly kind: "when"; readonly field: string; readonly values: readonly string[] }
  | { readonly kind: "calledBy"; readonly services: readonly string[] }
  | { readonly kind: "anyOf" | "allOf"; readonly rules: readonly RuleSketch[] };

export interface EventSketch {
  readonly name: string;
  readonly description: string;
  readonly fields: readonly FieldSketch[];
  readonly key: string;
}

export interface OperationSketch {
  readonly kind: "command" | "query";
  readonly name: string;
  /** Id of the requirement that asks for it. */
  readonly requirement: string;
  readonly description: string;
  /** Lines of the comment in it: criteria, rules, who takes part. */
  readonly notes: readonly string[];
  readonly access: RuleSketch;
  /** Why it has the rows of every tenant. */
  readonly acrossTenants?: string;
  readonly input: readonly FieldSketch[];
  readonly output: readonly FieldSketch[];
  readonly errors: readonly ErrorSketch[];
}

export interface ErrorSketch {
  readonly code: string;
  readonly status: number;
  readonly description: string;
}
