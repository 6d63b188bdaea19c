import fc from "fast-check";
import {
  by,
  check,
  entity,
  fieldValue,
  resolve,
  type SystemModel,
  search,
  service,
  system,
} from "../../../blueprint/index.js";
import { type KindName, kindNames, kindOf } from "./field-kinds.js";

export interface FieldData {
  readonly kind: KindName;
  readonly form: 0 | 1 | 2;
  readonly optional: boolean;
  readonly preset: boolean;
  readonly unique: boolean;
  readonly personal: boolean;
}

const fieldNames = ["one", "two", "three", "four"] as const;
export const entityNames = ["alpha", "beta", "gamma"] as const;
export type EntityName = (typeof entityNames)[number];

interface IndexChoice {
  readonly fields: readonly string[];
  readonly unique: boolean;
  readonly descending: boolean;
  readonly partial: boolean;
}

interface EntityData {
  readonly fields: { readonly [name: string]: FieldData };
  readonly softDelete: boolean;
  readonly feed: boolean;
  readonly description: string | undefined;
  readonly index: IndexChoice | undefined;
  readonly searched: "A" | "B" | undefined;
  readonly checked: boolean;
}

/** A row before it has a table: which of its values each field takes; 0 is none where that is allowed. */
export interface RowData {
  readonly picks: { readonly [name: string]: number };
  readonly deleted: boolean;
}

/** Two versions of one system, and rows for the first. */
export interface Pair {
  readonly before: SystemData;
  readonly after: SystemData;
  readonly rows: { readonly [E in EntityName]: readonly RowData[] };
}
type SystemData = { readonly [E in EntityName]?: EntityData | undefined };

const field: fc.Arbitrary<FieldData> = fc.record({
  kind: fc.constantFrom(...kindNames),
  form: fc.constantFrom<(0 | 1 | 2)[]>(0, 1, 2),
  optional: fc.boolean(),
  preset: fc.boolean(),
  unique: fc.boolean(),
  personal: fc.boolean(),
});

const index: fc.Arbitrary<IndexChoice> = fc.record({
  fields: fc.subarray([...fieldNames], { minLength: 1 }),
  unique: fc.boolean(),
  descending: fc.boolean(),
  partial: fc.boolean(),
});

/** The same before and after, or each its own. */
function changing<T>(one: fc.Arbitrary<T>): fc.Arbitrary<readonly [before: T, after: T]> {
  return fc.oneof(
    { arbitrary: one.map((value) => [value, value] as const), weight: 1 },
    { arbitrary: fc.tuple(one, one), weight: 1 },
  );
}

const optional = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });

/** A field that stays, comes, goes, changes in one thing, or becomes another. */
const changingField: fc.Arbitrary<readonly [FieldData | undefined, FieldData | undefined]> = fc.oneof(
  field.map((one) => [one, one] as const),
  field.map((one) => [one, undefined] as const),
  field.map((one) => [undefined, one] as const),
  fc.tuple(field, fc.boolean()).map(([one, to]) => [one, { ...one, optional: to }] as const),
  fc.tuple(field, fc.boolean()).map(([one, to]) => [one, { ...one, unique: to }] as const),
  fc.tuple(field, fc.boolean()).map(([one, to]) => [one, { ...one, preset: to }] as const),
  fc
    .tuple(field, fc.constantFrom<(0 | 1 | 2)[]>(0, 1, 2))
    .map(([one, to]) => [one, { ...one, form: to }] as const),
  fc.tuple(field, field),
);

const changingEntity = fc
  .record({
    fields: fc.dictionary(fc.constantFrom(...fieldNames), changingField, { maxKeys: 4 }),
    softDelete: changing(fc.boolean()),
    feed: changing(fc.boolean()),
    description: changing(optional(fc.constantFrom("A thing.", "Another's thing."))),
    index: changing(optional(index)),
    searched: changing(optional(fc.constantFrom<("A" | "B")[]>("A", "B"))),
    checked: changing(fc.boolean()),
  })
  .map((data): readonly [EntityData, EntityData] => {
    const at = (version: 0 | 1): EntityData => ({
      fields: Object.fromEntries(
        Object.entries(data.fields).flatMap(([name, versions]) => {
          const one = versions[version];
          return one ? [[name, one]] : [];
        }),
      ),
      softDelete: data.softDelete[version],
      feed: data.feed[version],
      description: data.description[version],
      index: data.index[version],
      searched: data.searched[version],
      checked: data.checked[version],
    });
    return [at(0), at(1)];
  });

const row: fc.Arbitrary<RowData> = fc.record({
  picks: fc.record({ one: fc.nat(9), two: fc.nat(9), three: fc.nat(9), four: fc.nat(9) }),
  deleted: fc.boolean(),
});
const rows = fc.array(row, { maxLength: 5 });

/** Pairs of blueprints: fields, indexes, checks and references come, go and change, and an entity may too. */
export const pairs: fc.Arbitrary<Pair> = fc
  .record({
    alpha: changingEntity,
    beta: changingEntity,
    gamma: changingEntity,
    gammaIs: fc.constantFrom("nowhere", "both", "added", "gone"),
    rows: fc.record({ alpha: rows, beta: rows, gamma: rows }),
  })
  .map(
    ({ alpha, beta, gamma, gammaIs, rows: data }): Pair => ({
      before: {
        alpha: alpha[0],
        beta: beta[0],
        ...(gammaIs === "both" || gammaIs === "gone" ? { gamma: gamma[0] } : {}),
      },
      after: {
        alpha: alpha[1],
        beta: beta[1],
        ...(gammaIs === "both" || gammaIs === "added" ? { gamma: gamma[1] } : {}),
      },
      rows: data,
    }),
  )
  .map((pair) => ({ ...pair, [fc.toStringMethod]: () => `${told(pair.before)}\nthen ${told(pair.after)}` }));

/** What a person reads when a pair fails: each entity with what is not as usual. */
function told(data: SystemData): string {
  const lines = Object.entries(data).flatMap(([name, one]) =>
    one === undefined
      ? []
      : [
          `  ${name} ${JSON.stringify({ ...unusual(one), fields: undefined })}`,
          ...fieldsOf(data, one).map(([field, made]) => `    ${field}: ${JSON.stringify(unusual(made))}`),
        ],
  );
  return `blueprint\n${lines.join("\n")}`;
}

function unusual(one: object) {
  return Object.fromEntries(
    Object.entries(one).filter(([, value]) => value !== false && value !== undefined && value !== 0),
  );
}

/** The blueprint that the data describe, in the service `letters`. */
export function modelOf(data: SystemData): SystemModel {
  const entities = Object.fromEntries(
    entityNames.flatMap((name) => {
      const one = data[name];
      return one ? [[name, entityOf(data, one)]] : [];
    }),
  );
  return resolve(system("pairs", { version: 1, services: [service("letters", { entities })] }));
}

/** The fields of an entity that its system can have: none that refers to what is not there. */
export function fieldsOf(data: SystemData, one: EntityData): readonly (readonly [string, FieldData])[] {
  return Object.entries(one.fields).filter(([, { kind }]) => {
    const target = targetOf(kind);
    return target === undefined || data[target] !== undefined;
  });
}

/** The entity that a kind of field refers to. */
export function targetOf(kind: KindName): EntityName | undefined {
  return { toAlpha: "alpha", toBeta: "beta", toGamma: "gamma" }[kind as string] as EntityName | undefined;
}

function entityOf(data: SystemData, one: EntityData) {
  const fields = fieldsOf(data, one);
  const named = (...kinds: readonly KindName[]) =>
    fields.filter(([, { kind }]) => kinds.includes(kind)).map(([name]) => name);
  const numbers = named("integer");
  const words = named("text", "patterned", "enumeration");
  const [first, second] = numbers;
  return entity(Object.fromEntries(fields.map(([name, field]) => [name, fieldOf(field)])), {
    softDelete: one.softDelete,
    feed: one.feed,
    ...(one.description ? { description: one.description } : {}),
    indexes: [
      ...indexesOf(one, fields, first),
      ...(one.searched && words.length > 0
        ? [search<string>(Object.fromEntries(words.map((name) => [name, one.searched ?? "A"])))]
        : []),
    ] as never,
    checks: (one.checked && first && second
      ? [check("in_order", { [first]: { lte: fieldValue(second) } })]
      : []) as never,
  });
}

function indexesOf(one: EntityData, fields: ReturnType<typeof fieldsOf>, number: string | undefined) {
  const sortable = fields.filter(([, { kind }]) => !["json", "tags", "numbers"].includes(kind));
  const names = sortable.map(([name]) => name).filter((name) => one.index?.fields.includes(name));
  if (!one.index || names.length === 0) return [];
  const { descending, unique, partial } = one.index;
  const plain = by(...names.map((name, at) => (descending && at === 0 ? `-${name}` : name)));
  const limited = partial && number ? plain.where({ [number]: { gt: 3 } }) : plain;
  return [unique ? limited.unique() : limited];
}

function fieldOf({ kind: name, form, optional: isOptional, preset, unique, personal }: FieldData) {
  const kind = kindOf(name);
  let made = kind.forms[form];
  if (isOptional) made = made.optional() as typeof made;
  if (preset && kind.preset !== undefined) made = made.default(kind.preset as string) as typeof made;
  if (unique && kind.unique !== false) made = made.unique() as typeof made;
  return personal ? made.personal() : made;
}
