const written =
  /^(\d{4,6})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?( BC)?$/;

/**
 * A moment as PostgreSQL writes it in JSON, in the time zone of a session (`2026-01-01T01:00:00.123+01:00`), as the HTTP API gives it:
 * `2026-01-01T00:00:00.123Z`. What RFC 3339 cannot say (`infinity`, years before Christ or after 9999) is as PostgreSQL writes it in UTC.
 */
export function utcMoment(text: string): string {
  if (text.endsWith("+00:00") && text.charCodeAt(10) === 0x54) return `${text.slice(0, -6)}Z`;
  const match = written.exec(text);
  if (!match) return text;
  const [, year, month, day, hour, minute, second, fraction = "", sign, hours, minutes, seconds, bc] = match;
  const offset = (Number(hours) * 60 + Number(minutes ?? 0)) * 60 + Number(seconds ?? 0);
  const at = new Date(0);
  at.setUTCFullYear(bc ? 1 - Number(year) : Number(year), Number(month) - 1, Number(day));
  at.setUTCHours(Number(hour), Number(minute), Number(second) + (sign === "-" ? offset : -offset));
  const full = at.getUTCFullYear();
  const shown = String(full > 0 ? full : 1 - full).padStart(4, "0");
  const rest = at.toISOString().slice(-20, -5);
  const date = `${shown}${rest.slice(0, 6)}`;
  const time = `${rest.slice(7)}${fraction}`;
  return full > 0 && shown.length === 4 ? `${date}T${time}Z` : `${date} ${time}+00${full > 0 ? "" : " BC"}`;
}
