import type { Finding, Report } from "../../practice/guard/index.js";
import { counted } from "../table.js";
import type { Paint } from "../terminal.js";

/** What the guard found, for a person: file by file, each with what to do. */
export function formatReport(report: Report, paint: Paint): string {
  const { findings, allowed, unread, files } = report;
  const blocks = findings.map((finding) => formatFinding(finding, paint));
  const aside = [
    ...allowed.map(
      ({ rule, reason, ...place }) =>
        `${paint("dim", "allowed")}  ${rule}  ${whereOf(place)}: ${printable(reason)}`,
    ),
    ...unread.map(
      ({ because, ...place }) =>
        `${paint("dim", "not looked into")}  ${whereOf(place)}: ${printable(because)}`,
    ),
  ];
  const end =
    findings.length === 0
      ? `${paint("green", "ok")}  ${counted(files, "file")}: nothing to mend`
      : `${counted(findings.length, "finding")} in ${counted(files, "file")}`;
  return [...blocks, ...(aside.length > 0 ? [aside.join("\n")] : []), end].join("\n\n");
}

function formatFinding({ rule, says, remedy, ...place }: Finding, paint: Paint): string {
  return [
    `${paint("red", "found")}  ${rule}  ${paint("cyan", whereOf(place))}`,
    `  ${printable(says)}`,
    `  ${paint("dim", "fix:")} ${printable(remedy)}`,
  ].join("\n");
}

function whereOf({ file, line }: { readonly file: string; readonly line?: number | undefined }): string {
  return `${printable(file)}${line === undefined ? "" : `:${line}`}`;
}

/** Names of files may hold anything: nothing of it moves a terminal's cursor, or writes a line of its own. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, (character) =>
    JSON.stringify(character)
      .slice(1, -1)
      .replace(/^[^\\]$/u, (raw) => `\\u${(raw.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`),
  );
}
