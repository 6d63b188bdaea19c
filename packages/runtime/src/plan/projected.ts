import { createHash } from "node:crypto";
import type { EntityModel, FieldType } from "../blueprint/index.js";
import { failure } from "../errors.js";
import { faultsOf } from "./faults.js";
import { shapeSchema } from "./field-schema.js";
import { hostileIn } from "./hostile.js";
import { shapeNormaliser } from "./normalise.js";
import type { Value } from "./plan.js";
import { toUuid } from "./scalar.js";
import { compile } from "./validator.js";

/** The fields of a row of a projection, each present and in one spelling. */
export type ProjectedValues = { readonly [field: string]: Value };

/** What holds the rows of a projection to its fields. */
export interface ProjectionRules {
  /**
   * The id of the row with this key: the key itself where that is an id, and rows are not of tenants, of which two may have rows with one
   * key. Throws `PROJECTION_INVALID` for what cannot be one.
   */
  idOf(key: unknown, tenant?: string): string;
  /** The row with this key, of this tenant where rows are of tenants, and these other fields. Throws `PROJECTION_INVALID` with the path and the rule. */
  row(key: unknown, others: unknown, tenant?: string): ProjectedValues;
}

const kept = new WeakMap<EntityModel, ProjectionRules>();

/** The rules of an entity that is a projection. */
export function projectionRules(entity: EntityModel): ProjectionRules {
  const known = kept.get(entity);
  if (known) return known;
  const made = makeRules(entity);
  kept.set(entity, made);
  return made;
}

function makeRules(entity: EntityModel): ProjectionRules {
  const { projection } = entity;
  const keyField = projection && entity.byName.get(projection.key);
  if (!projection || !keyField) throw failure("INTERNAL", `The entity ${entity.name} is no projection.`);
  const { shape, key: keyName } = projection;
  const validate = compile(shapeSchema(shape, "input", "validation"));
  const normalise = shapeNormaliser(shape);
  const names = Object.keys(shape);
  const tenantName = entity.tenant?.name;
  const invalid = (told: string, places: string) =>
    failure("PROJECTION_INVALID", `${entity.service}.${entity.name}: ${told}`, {
      cause: new TypeError(`${entity.service}.${entity.name}: ${places}`),
    });
  const idOfName = rememberedIds();
  return {
    idOf(key, tenant) {
      const within = tenantName === undefined ? "" : `${tenant}/`;
      const named = (last: string) => idOfName(`${entity.service}/${entity.name}/${within}${last}`);
      if (keyField.type.kind !== "uuid") return named(String(key));
      const id = typeof key === "string" ? toUuid(key) : undefined;
      if (id === undefined) throw invalid("Received a key that is no UUID.", `/${keyName} is no UUID`);
      return tenantName === undefined ? id : named(id);
    },
    row(key, others, tenant) {
      const isObject = typeof others === "object" && others !== null && !Array.isArray(others);
      if (!isObject)
        throw invalid("Received no object; expected the fields of a row, or undefined.", "/ is no object");
      const given = Object.fromEntries(
        Object.entries({
          ...others,
          [keyName]: key,
          ...(tenantName !== undefined && { [tenantName]: tenant }),
        }).filter(([, value]) => value !== undefined),
      );
      const hostile = hostileIn(given);
      const faults = hostile
        ? [hostile]
        : faultsOf(validate(given), given, (name) => shape[name]?.definition, names);
      if (faults.length > 0)
        throw invalid(
          faults.map(({ pointer, message }) => `${pointer || "/"}: ${message}`).join(" "),
          faults.map(({ pointer, rule }) => `${pointer || "/"} breaks "${rule}"`).join(", "),
        );
      const values = normalise(given);
      return Object.fromEntries(
        names.map((name) => [name, spelled(shape[name]?.definition.type, values[name] ?? null)]),
      );
    },
  };
}

/** The one spelling that the database has for a value: so that a function is given the same, whoever kept it in the meantime. */
function spelled(type: FieldType | undefined, value: Value): Value {
  if (typeof value !== "string") return value;
  switch (type?.kind) {
    case "decimal":
    case "money": {
      const [whole = "", places = ""] = value.split(".");
      const text = type.scale === 0 ? whole : `${whole}.${places.padEnd(type.scale, "0")}`;
      return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text;
    }
    case "timestamp":
      return value.replace(/(\.\d*?)0+Z$/, "$1Z").replace(".Z", "Z");
    default:
      return value;
  }
}

/** Names whose ids are remembered, and of how many characters at most: entries that follow one another are often about few rows. */
const remembered = { names: 1_000, characters: 200 };

/** Remembers ids of names; all are forgotten when they are too many. */
function rememberedIds(): (name: string) => string {
  const ids = new Map<string, string>();
  return (name) => {
    const known = ids.get(name);
    if (known !== undefined) return known;
    const id = namedUuid(name);
    if (ids.size >= remembered.names) ids.clear();
    if (name.length <= remembered.characters) ids.set(name, id);
    return id;
  };
}

/** A UUID of version 5 (RFC 9562, 5.5) of a name, in a name space of Lintel's own. */
function namedUuid(name: string): string {
  const hash = createHash("sha1").update(nameSpace).update(name).digest().subarray(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const text = hash.toString("hex");
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join(
    "-",
  );
}

const nameSpace = Buffer.from("8f3c6a0e5b1d4c7e9a2f6d0b4e8c1a35", "hex");
