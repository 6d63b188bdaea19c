import { endOfValue, membersOf } from "./json-members.js";

/** A row as the log has it: the JSON text of each value, by column. */
export interface LoggedRow {
  /** No number loses a digit. Undefined where the row has no such column. */
  get(column: string): string | undefined;
}

/** Reads rows out of a text in which they stand. */
export type RowReader = (text: string, from: number) => LoggedRow;

/** What stands before each value of rows that have the same columns, as PostgreSQL writes them. */
interface Layout {
  readonly before: readonly string[];
  readonly places: ReadonlyMap<string, number>;
}

/**
 * Makes a reader for rows of one table. They have their columns in one order and written alike, until a release changes the table; so the reader
 * remembers how the last ones were laid out, and finds the values without looking at names. A row that is laid out
 * otherwise, by whatever it may be, is taken apart as any JSON.
 */
export function createRowReader(): RowReader {
  let last: Layout | undefined;
  let other: Layout | undefined;
  return (text, from) => {
    const bounds = last && boundsIn(last, text, from);
    if (last && bounds) return rowOf(last, text, bounds);
    // While a release is rolled out, two kinds of rows take turns.
    [last, other] = [other, last];
    const others = last && boundsIn(last, text, from);
    if (last && others) return rowOf(last, text, others);
    const members = membersOf(text, from);
    const layout = layoutOf([...members.keys()]);
    if (boundsIn(layout, text, from)) last = layout;
    return members;
  };
}

function layoutOf(columns: readonly string[]): Layout {
  return {
    before: columns.map((name, at) => `${at === 0 ? "{" : ", "}${JSON.stringify(name)}: `),
    places: new Map(columns.map((name, at) => [name, at])),
  };
}

/** Where each value begins and ends; undefined where the text is not laid out so. */
function boundsIn({ before }: Layout, text: string, from: number): readonly number[] | undefined {
  const bounds: number[] = [];
  let at = from;
  for (const name of before) {
    if (!text.startsWith(name, at)) return undefined;
    const begins = at + name.length;
    at = endOfValue(text, begins);
    bounds.push(begins, at);
  }
  return text.startsWith("}", at) ? bounds : undefined;
}

function rowOf({ places }: Layout, text: string, bounds: readonly number[]): LoggedRow {
  return {
    get(column) {
      const place = places.get(column);
      return place === undefined ? undefined : text.slice(bounds[place * 2], bounds[place * 2 + 1]);
    },
  };
}
