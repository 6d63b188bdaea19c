import type { ServiceDatabase } from "../../postgres/index.js";

/**
 * How a database compares text, as far as another program can do the same: which is a matter of its collation.
 * Whether two texts are equal is the same everywhere.
 */
export interface TextRules {
  /** Text is ordered by its bytes. */
  readonly ordersBytes: boolean;
  /** A to Z become a to z when letters are made small, as they do but for Turkish and its kin. */
  readonly lowersAscii: boolean;
  /** What becomes of the two letters that are none of ASCII and whose small form is or holds one: İ and the Kelvin sign. */
  readonly lowered: ReadonlyMap<string, string>;
}

/** Asks a database. */
export async function readTextRules(database: ServiceDatabase): Promise<TextRules> {
  const [found] = await database.transaction({ readOnly: true }, (transaction) =>
    transaction.run<Omit<TextRules, "lowered"> & { readonly dotted: string; readonly kelvin: string }>({
      name: "feeds.text",
      text: `select lower('ABCDEFGHIJKLMNOPQRSTUVWXYZ') = 'abcdefghijklmnopqrstuvwxyz'
         and getdatabaseencoding() = 'UTF8' as "lowersAscii",
       case when getdatabaseencoding() = 'UTF8' then lower(chr(304)) else '' end as dotted,
       case when getdatabaseencoding() = 'UTF8' then lower(chr(8490)) else '' end as kelvin,
       exists (
         select from pg_database
          where datname = current_database()
            and (datlocprovider = 'b' or (datlocprovider = 'c' and datcollate in ('C', 'POSIX')))
       ) as "ordersBytes"`,
      values: [],
    }),
  );
  return Object.freeze({
    ordersBytes: found?.ordersBytes ?? false,
    lowersAscii: found?.lowersAscii ?? false,
    lowered: new Map([
      ["\u0130", found?.dotted ?? ""],
      ["\u212a", found?.kelvin ?? ""],
    ]),
  });
}

/** The text in small letters, as far as letters of ASCII come of it: enough to compare it with text of ASCII alone. */
export function lowerAscii(text: string, { lowered }: TextRules): string {
  return text.replace(/[A-Z\u0130\u212a]/g, (letter) => lowered.get(letter) ?? letter.toLowerCase());
}

/** Whether text is of ASCII alone, so that {@link lowerAscii} decides whether it is found in another. */
export function isAscii(text: string): boolean {
  return /^[\0-\u007f]*$/.test(text);
}
