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
      return (
        name === "sql" || typescriptWords.has(name) || reservedWords.has(table) || tablesTaken.has(table)
      );
    },
  );
}

/** What services are called. */
export function serviceNames(names: readonly string[]): readonly string[] {
  return unique(names, "Service", snakeCase, (name) => {
    const schema = snakeCase(name);
    return typescriptWords.has(name) || reservedWords.has(schema) || isSchemaTaken(schema);
  });
}

/** What the fields of one entity or input are called. */
export function fieldNames(names: readonly string[]): readonly string[] {
  return unique(
    names.map((name) => identifierOf(name, "field")),
    "Value",
    snakeCase,
    (name) => fieldNamesTaken.has(name) || reservedWords.has(snakeCase(name)),
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

/** Words that cannot name a constant in a module. */
const typescriptWords: ReadonlySet<string> = new Set(
  `arguments async await break case catch class const continue debugger default delete do else enum eval export extends
  false finally for function if implements import in instanceof interface let new null package private protected public return
  static super switch this throw true try typeof undefined var void while with yield`.split(/\s+/),
);
