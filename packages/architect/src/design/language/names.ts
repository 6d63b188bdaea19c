import {
  fieldNamesTaken,
  isSchemaTaken,
  languageNames,
  plural,
  reservedWords,
  snakeCase,
  tablesTaken,
} from "@lintel/runtime/tools";
import { identifierOf } from "./identifier.js";

/**
 * What entities are called in a blueprint, each with a name and a table of its own in the whole system: no word of TypeScript, none that PostgreSQL reserves,
 * none that Lintel keeps.
 */
export function entityNames(names: readonly string[]): readonly string[] {
  return unique(
    names.map((name) => identifierOf(name, "entity")),
    "Record",
    (name) => snakeCase(plural(name)),
    (name) => {
      const table = snakeCase(plural(name));
      return name === "sql" || reservedWords.has(table) || tablesTaken.has(table);
    },
  );
}

/** Letters of a service's name at most: it stands in the names of roles, with the system's in front. */
const longestService = 24;

/** What services are called. */
export function serviceNames(names: readonly string[]): readonly string[] {
  const short = names.map((name) =>
    name.length <= longestService ? name : identifierOf(name, "service", longestService),
  );
  return unique(short, "Service", snakeCase, (name) => {
    const schema = snakeCase(name);
    return reservedWords.has(schema) || isSchemaTaken(schema);
  });
}

/**
 * What the fields of one entity are called.
 *
 * @param isRelation whether the field at this place is a reference: its column ends in `_id`, and so is no word of SQL
 */
export function fieldNames(
  names: readonly string[],
  isRelation: (at: number) => boolean = () => false,
): readonly string[] {
  const made = names.map((name, at) => {
    const plain = identifierOf(name, "field");
    return isRelation(at) ? plain : (instead.get(plain) ?? plain);
  });
  const relations = new Set(made.filter((_, at) => isRelation(at)));
  return unique(
    made,
    "Value",
    snakeCase,
    (name) => fieldNamesTaken.has(name) || (!relations.has(name) && reservedWords.has(snakeCase(name))),
  );
}

/** What is said in place of words that PostgreSQL reserves. */
const instead: ReadonlyMap<string, string> = new Map([
  ["order", "orderReference"],
  ["user", "userName"],
  ["group", "groupName"],
  ["table", "tableName"],
  ["limit", "upperLimit"],
  ["default", "usual"],
  ["from", "beginsAt"],
  ["to", "endsAt"],
  ["end", "endsAt"],
  ["desc", "description"],
]);

/** What the commands and queries of one service are called. */
export function operationNames(names: readonly string[]): readonly string[] {
  return unique(
    names.map((name) => identifierOf(name, "feature")),
    "Now",
    snakeCase,
    () => false,
  );
}

function unique(
  names: readonly string[],
  suffix: string,
  key: (name: string) => string,
  isTaken: (name: string) => boolean,
): readonly string[] {
  const seen = new Set<string>();
  return names.map((name) => {
    let own = name;
    for (let at = 1; languageNames.has(own) || isTaken(own) || seen.has(key(own)); at++)
      own = `${name}${suffix}${at === 1 ? "" : at}`;
    seen.add(key(own));
    return own;
  });
}
