import type { TableRow } from "../answer/value.js";
import { textOf } from "../cells.js";

/** What is said of a person, whoever keeps it. */
const personal =
  /\b(customers?|persons?|people|patients?|members?|employees?|e-?mail(?: address(?:es)?)?|phone numbers?|telephone|date of birth|birth ?(?:day|date)|home address(?:es)?|postal address(?:es)?|passports?|ibans?|salar(?:y|ies)|medical|diagnos[ie]s|social security)\b/i;

const card =
  /\b((?:credit|debit|payment|bank) ?cards?(?! provider)|card (?:numbers?|data|details)|cardholders?|cvv|cvc)\b/i;

/** Says that what it speaks of is not kept here, or only stands for it. */
const denied = /\b(no|not|never|without|token(?:s|ised|ized)?|last (?:four|4)|masked)\b/i;

/** The words of a row that name a person's data; undefined where there are none, or where it says that they are not kept. */
export function personalWords(row: TableRow): string | undefined {
  return wordsIn(row, personal);
}

/** The words of a row that name data of payment cards. */
export function cardWords(row: TableRow): string | undefined {
  return wordsIn(row, card);
}

function wordsIn(row: TableRow, words: RegExp): string | undefined {
  const text = `${textOf(row.name)}: ${textOf(row.holds)}`;
  return denied.test(text) ? undefined : words.exec(text)?.[0];
}
