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
  const blocks = alike(findings).map((group) => formatFindingsAlike(group, directory, paint));
  return [...blocks, `${counted(errors, "error")}, ${counted(warnings, "warning")}`].join("\n\n");
}

/** Findings of whole files that say the same of several are told together. */
function alike(findings: readonly Finding[]): readonly (readonly [Finding, ...Finding[]])[] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  findings.forEach((finding, position) => {
    const { place, code, value, rule, fix } = finding;
    const key = place ? String(position) : JSON.stringify([code, value, rule, fix]);
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  });
  return [...groups.values()];
}

function formatFindingsAlike(
  [finding, ...others]: readonly [Finding, ...Finding[]],
  directory: string,
  paint: Paint,
): string {
  if (others.length === 0) return formatFinding(finding, directory, paint);
  const { severity, code, value, rule, fix } = finding;
  return [
    `${paint(severity === "error" ? "red" : "yellow", severity)}  ${code}  ${others.length + 1} times`,
    ...[finding, ...others].map(({ path }) => `  ${path}: ${value}`),
    `  ${rule}`,
    `  ${paint("dim", "fix:")} ${fix}`,
  ].join("\n");
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
