import { relative } from "node:path";
import type { Finding } from "@lintel/runtime/tools";
import { counted } from "./table.js";
import type { Paint } from "./terminal.js";

/** The findings as data, with files as they are seen from the project. */
export function summarise(findings: readonly Finding[], directory: string) {
  return {
    errors: findings.filter((one) => one.severity === "error").length,
    warnings: findings.filter((one) => one.severity === "warning").length,
    findings: findings.map(({ place, ...rest }) => ({
      ...rest,
      ...(place && { file: relative(directory, place.file), line: place.line }),
    })),
  };
}

/** The findings for a person, file by file, and how many there are. */
export function formatFindings(
  system: string,
  findings: readonly Finding[],
  directory: string,
  paint: Paint,
): string {
  const { errors, warnings } = summarise(findings, directory);
  if (findings.length === 0) return `${paint("green", "ok")}  ${system}: nothing to mend`;
  const blocks = findings.map((finding) => formatFinding(finding, directory, paint));
  return [...blocks, `${counted(errors, "error")}, ${counted(warnings, "warning")}`].join("\n\n");
}

function formatFinding(finding: Finding, directory: string, paint: Paint): string {
  const { severity, code, place, path, value, rule, fix } = finding;
  const where = place ? `${relative(directory, place.file)}:${place.line}` : path;
  return [
    `${paint(severity === "error" ? "red" : "yellow", severity)}  ${code}  ${paint("cyan", where)}`,
    `  ${path}: ${value}`,
    `  ${rule}`,
    `  ${paint("dim", "fix:")} ${fix}`,
  ].join("\n");
}
