const day = /^(\d{4})-(\d\d)-(\d\d)$/;
const moment = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;
const monthLengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether the text is a day that exists, from year 1 to 9999 (RFC 3339 full-date). */
export function isDate(text: string): boolean {
  const match = day.exec(text);
  return match !== null && exists(Number(match[1]), Number(match[2]), Number(match[3]));
}

/**
 * The moment in UTC, `2026-11-23T09:30:00.25Z`, or undefined where the text is not an RFC 3339 date-time with an
 * offset, of a day that exists, from year 1 to 9999, to the microsecond at most. A leap second (`:60`) is none.
 */
export function toUtc(text: string): string | undefined {
  const match = moment.exec(text);
  if (!match) return undefined;
  const [year, month, date, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (!exists(year, month, date) || hour > 23 || minute > 59 || second > 59) return undefined;
  const fraction = match[7] === undefined ? "" : `.${match[7]}`;
  if (match[8] === undefined) return `${text.slice(0, 10)}T${text.slice(11, 19)}${fraction}Z`;
  const hours = Number(match[9]);
  const minutes = Number(match[10]);
  if (hours > 23 || minutes > 59) return undefined;
  const offset = (hours * 60 + minutes) * (match[8] === "-" ? -1 : 1);
  const utc = new Date(0);
  utc.setUTCFullYear(year, month - 1, date);
  utc.setUTCHours(hour, minute - offset, second);
  const at = utc.getUTCFullYear();
  return at < 1 || at > 9999 ? undefined : `${utc.toISOString().slice(0, 19)}${fraction}Z`;
}

function exists(year: number, month: number, date: number): boolean {
  if (year < 1 || month < 1 || month > 12 || date < 1) return false;
  if (date > (monthLengths[month - 1] ?? 0)) return false;
  return month !== 2 || date < 29 || (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0));
}
