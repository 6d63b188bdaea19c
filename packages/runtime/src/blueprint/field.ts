import type { Origin } from "./origin.js";

/** What happens to a row when the row that it refers to is deleted. */
export type OnDelete = "restrict" | "cascade" | "set null";

/** A JSON Schema document (draft 2020-12), as plain data. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** The kind of a field with the limits that belong to it. Plain data: the closed list of what Lintel can store. */
export type FieldType =
  | {
      readonly kind: "text";
      readonly min?: number | undefined;
      readonly max?: number | undefined;
      readonly pattern?: string | undefined;
    }
  | { readonly kind: "email" }
  | { readonly kind: "url"; readonly max?: number | undefined }
  | { readonly kind: "integer"; readonly min?: number | undefined; readonly max?: number | undefined }
  | { readonly kind: "bigint"; readonly min?: string | undefined; readonly max?: string | undefined }
  | {
      readonly kind: "decimal" | "money";
      readonly precision: number;
      readonly scale: number;
      readonly min?: string | undefined;
      readonly max?: string | undefined;
    }
  | { readonly kind: "boolean" }
  | { readonly kind: "date" }
  | { readonly kind: "timestamp" }
  | { readonly kind: "uuid"; readonly identifies?: string | undefined }
  | { readonly kind: "enumeration"; readonly values: readonly string[] }
  | { readonly kind: "json"; readonly schema: JsonSchema }
  | {
      readonly kind: "list";
      readonly item: FieldDefinition;
      readonly min?: number | undefined;
      readonly max?: number | undefined;
    }
  | { readonly kind: "object"; readonly shape: Shape }
  | { readonly kind: "reference"; readonly target: string; readonly onDelete: OnDelete }
  | { readonly kind: "many"; readonly target: string; readonly by: string };

export type Kind = FieldType["kind"];

/** What was said about a field beyond its kind. */
export interface Modifiers {
  readonly optional: boolean;
  readonly unique: boolean;
  readonly immutable: boolean;
  readonly private: boolean;
  readonly personal: boolean;
  /** Why not to use the field any longer, and what instead. */
  readonly deprecated?: string | undefined;
  /** The name of its column, where that is not its own in snake_case. */
  readonly column?: string | undefined;
  /** Says which tenant a row is of: filled from the caller, and never set by a client. */
  readonly tenant?: true | undefined;
  /** What the field was called in the release before. */
  readonly renamedFrom?: string | undefined;
  /** Present, even when the value is `false` or `0`, if the field has a default. */
  readonly default?: { readonly value: unknown } | undefined;
}

/** A field as data: what the check, the plan and PostgreSQL read. */
export interface FieldDefinition {
  readonly type: FieldType;
  readonly modifiers: Modifiers;
  readonly origin: Origin;
}

declare const inferred: unique symbol;

/** What the type system remembers of a modifier. */
export type Flag = "optional" | "default" | "unique" | "immutable" | "private" | "virtual";

/**
 * A field as it is written, with the TypeScript type of its value and the modifiers that change what may be
 * read and written. Each modifier returns a new field; a field is never changed.
 */
export interface Field<Value = unknown, Flags extends Flag = never> {
  readonly [inferred]?: readonly [Value, Flags];
  readonly definition: FieldDefinition;
  /** May be left out when creating, and may be null. */
  optional(): Field<Value, Flags | "optional">;
  /** Takes this value when it is left out. */
  default(value: Value): Field<Value, Flags | "default">;
  /** No two rows hold the same value (deleted rows do not count where deletion is soft). */
  unique(): Field<Value, Flags | "unique">;
  /** Set when the row is created, and never again. */
  immutable(): Field<Value, Flags | "immutable">;
  /** Never leaves the server: in no answer, no filter and no input of a client. Commands can use it. */
  private(): Field<Value, Flags | "private">;
  /** Says something about a person: found by the erasure of personal data, never logged. */
  personal(): Field<Value, Flags>;
  /** Still works, and says so in the API documents. */
  deprecated(reason: string): Field<Value, Flags>;
  /** The name of its column, where that is not its own in snake_case: `title_exact`. */
  column(name: string): Field<Value, Flags>;
  /**
   * What the field was called in the release before, or its column. While this is said, the next migration keeps the old
   * column beside the new one and both equal, so that the programs of both releases work on one database. Take it out in the
   * release after, when the old column may go.
   *
   * @example
   * entity({ title: text().renamedFrom("name") })
   */
  renamedFrom(name: string): Field<Value, Flags>;
}

/** Any field, whatever its type. */
export type AnyField = Field<unknown, Flag> | Field<never, Flag>;

/** Named fields: the columns of an entity, or the input or output of a command. */
export type Shape = { readonly [name: string]: { readonly definition: FieldDefinition } };

/** The TypeScript type of a field's value and its flags; `never` for what is not a field. */
export type ValueOf<F> = F extends Field<infer Value, infer _Flags> ? Value : never;
export type FlagsOf<F> = F extends Field<infer _Value, infer Flags> ? Flags : never;

const plain: Modifiers = {
  optional: false,
  unique: false,
  immutable: false,
  private: false,
  personal: false,
};

/** Makes a field. Not for blueprints: they use `text()`, `money()` and the other named kinds. */
export function field<Value, Flags extends Flag = never>(
  type: FieldType,
  origin: Origin,
  modifiers: Modifiers = plain,
): Field<Value, Flags> {
  const definition: FieldDefinition = Object.freeze({ type: Object.freeze(type), modifiers, origin });
  const having = <More extends Flag>(change: Partial<Modifiers>) =>
    field<Value, Flags | More>(type, origin, Object.freeze({ ...modifiers, ...change }));
  return Object.freeze({
    definition,
    optional: () => having<"optional">({ optional: true }),
    default: (value: Value) => having<"default">({ default: { value } }),
    unique: () => having<"unique">({ unique: true }),
    immutable: () => having<"immutable">({ immutable: true }),
    private: () => having<"private">({ private: true }),
    personal: () => having<never>({ personal: true }),
    deprecated: (reason: string) => having<never>({ deprecated: reason }),
    column: (name: string) => having<never>({ column: name }),
    renamedFrom: (name: string) => having<never>({ renamedFrom: name }),
  });
}
