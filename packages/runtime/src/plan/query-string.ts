import { failure } from "../errors.js";
import { invalidParameter, readParameters, splitValues } from "./parameters.js";
import { cut, listed, received } from "./wording.js";

/** One `filter[field][comparison]=value`, as it was written. */
export interface WrittenFilter {
  readonly parameter: string;
  readonly field: string;
  readonly operator: string;
  readonly value: string;
}

/** What a query string asks of a list or of one row: the grammar read, no name in it resolved. */
export interface WrittenQuery {
  readonly filters: readonly WrittenFilter[];
  readonly sort?: readonly string[] | undefined;
  readonly fields?: readonly string[] | undefined;
  readonly include?: readonly string[] | undefined;
  readonly search?: string | undefined;
  readonly size?: number | undefined;
  readonly after?: string | undefined;
  readonly before?: string | undefined;
}

/** Conditions of one request at most. */
const mostFilters = 50;
/** Characters of a search at most, and words in it. */
const longestSearch = 500;
const mostWords = 20;
const filterName = /^filter\[([^[\]]+)\](?:\[([^[\]]+)\])?$/;
const listParameters = [
  "filter[...]",
  "sort",
  "fields",
  "include",
  "q",
  "page[size]",
  "page[after]",
  "page[before]",
];
const oneParameters = ["fields", "include"];
const feedParameters = ["filter[...]", "fields"];

/** Nothing asked for. */
export const emptyQuery: WrittenQuery = Object.freeze({ filters: Object.freeze([]) });

/**
 * Reads the query string of a list: `filter[price][lt]=20&filter[category]=...&sort=-price,name&fields=id,name`
 * `&include=category&q=words&page[size]=20&page[after]=cursor`. Throws `PARAMETER_INVALID` for a parameter that
 * is unknown, given twice or empty, `FILTER_UNSUPPORTED` for one condition stated twice.
 */
export function readListQuery(query: string): WrittenQuery {
  return query === "" ? emptyQuery : read(query, listParameters);
}

/** Reads the query string of one row: `fields` and `include` only. Throws `PARAMETER_INVALID`. */
export function readOneQuery(query: string): WrittenQuery {
  return query === "" ? emptyQuery : read(query, oneParameters);
}

/** Reads the query string of a feed: `filter[...]` and `fields` only. Throws `PARAMETER_INVALID` and `FILTER_UNSUPPORTED`. */
export function readFeedQuery(query: string): WrittenQuery {
  return query === "" ? emptyQuery : read(query, feedParameters);
}

function read(query: string, known: readonly string[]): WrittenQuery {
  const filters: WrittenFilter[] = [];
  const equals = new Set<string>();
  const found: { -readonly [K in keyof WrittenQuery]: WrittenQuery[K] } = { filters };
  for (const [name, value] of readParameters(query)) {
    const filter = known !== oneParameters ? filterName.exec(name) : null;
    if (filter?.[1] !== undefined) {
      const condition = { parameter: name, field: filter[1], operator: filter[2] ?? "eq", value };
      if (condition.operator === "eq" && equals.has(condition.field)) throw oneTooMany(name, true);
      if (filters.length === mostFilters) throw oneTooMany(name, false);
      if (condition.operator === "eq") equals.add(condition.field);
      filters.push(condition);
      continue;
    }
    if (!known.includes(name)) {
      const message = `Received the parameter ${received(name)}; expected one of: ${listed(known)}.`;
      throw invalidParameter(name, "unknown", message);
    }
    if (value.trim() === "") {
      throw invalidParameter(name, "empty", `Received an empty "${name}"; leave it out, or give it a value.`);
    }
    take(found, name, value);
  }
  if (found.after !== undefined && found.before !== undefined) {
    throw invalidParameter(
      "page[before]",
      "exclusive",
      "Received page[after] and page[before]; expected one.",
    );
  }
  return found;
}

function take(found: { -readonly [K in keyof WrittenQuery]: WrittenQuery[K] }, name: string, value: string) {
  switch (name) {
    case "sort":
    case "fields":
    case "include":
      found[name] = namesIn(name, value);
      break;
    case "q":
      if (value.length > longestSearch) {
        const message = `Received ${value.length} characters to search for; expected at most ${longestSearch}.`;
        throw invalidParameter(name, "maxLength", message);
      }
      requireFewWords(value);
      found.search = value;
      break;
    case "page[size]":
      found.size = sizeIn(value);
      break;
    case "page[after]":
      found.after = value;
      break;
    default:
      found.before = value;
  }
}

/** Each word is a look into the index, and words with `or` between them bring together all that they find. */
function requireFewWords(search: string): void {
  const words = search.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  if (words <= mostWords) return;
  const message = `Received ${words} words to search for; expected at most ${mostWords}.`;
  throw invalidParameter("q", "maxItems", message);
}

function namesIn(parameter: string, text: string): readonly string[] {
  const names = splitValues(text);
  if (names && !names.includes("")) return names;
  const message = `Received ${received(text)}; expected names with commas between them.`;
  throw invalidParameter(parameter, "names", message);
}

function sizeIn(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw invalidParameter(
    "page[size]",
    "value",
    `Received ${received(text)}; expected a whole number, 1 or more.`,
  );
}

function oneTooMany(parameter: string, repeated: boolean) {
  const message = repeated
    ? `Received the condition ${received(parameter)} twice; expected it once.`
    : `Received more than ${mostFilters} conditions; expected fewer.`;
  return failure("FILTER_UNSUPPORTED", message, {
    errors: [{ parameter: cut(parameter, 100), rule: repeated ? "repeated" : "maxItems", message }],
  });
}
