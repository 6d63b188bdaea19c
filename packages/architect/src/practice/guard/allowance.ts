import type { Allowed, Finding } from "./finding.js";
import { type Snapshot, textOf } from "./git/index.js";
import { matcher } from "./ignore/index.js";
import { isObject, manifestAt, manifestPaths } from "./packages/index.js";

/** Rules that an allowance covers without naming them: they are about what kind of file it is, and not about what it does. */
const coveredUnnamed: readonly string[] = [
  "dependency-committed",
  "build-output-committed",
  "log-committed",
  "editor-file-committed",
  "large-file",
];

interface Allowance {
  readonly matches: (path: string) => boolean;
  readonly rules: readonly string[];
  readonly reason: string;
}

/**
 * Sets apart what a `package.json` allows: `"lintel": { "guard": { "allow": [{ "path": "dist/**", "reason": "..." }] } }`. Paths are from the
 * manifest's folder. An allowance without a reason allows nothing, and is a finding itself.
 */
export function allow(
  snapshot: Snapshot,
  findings: readonly Finding[],
  rules: readonly string[],
): { readonly findings: readonly Finding[]; readonly allowed: readonly Allowed[] } {
  const allowances: Allowance[] = [];
  const invalid: Finding[] = [];
  for (const path of manifestPaths(snapshot)) {
    const manifest = manifestAt(snapshot, path);
    const lintel = manifest?.data.lintel;
    const guard = isObject(lintel) ? lintel.guard : undefined;
    const entries = isObject(guard) ? guard.allow : undefined;
    if (!manifest || entries === undefined) continue;
    for (const entry of Array.isArray(entries) ? entries : [entries]) {
      const read = readEntry(entry, rules, manifest.folder);
      if (typeof read !== "string") allowances.push(read);
      else
        invalid.push({
          rule: "allowance-invalid",
          file: path,
          line: lineOf(textOf(snapshot, path) ?? "", '"allow"'),
          says: `An entry of lintel.guard.allow ${read}: ${JSON.stringify(entry)}`,
          remedy:
            'Write it as { "path": "dist/**", "reason": "why it is committed" }, with "rules": [...] where it is about other rules.',
        });
    }
  }
  const kept: Finding[] = [];
  const allowed: Allowed[] = [];
  for (const finding of findings) {
    const by = allowances.find((one) => one.rules.includes(finding.rule) && one.matches(finding.file));
    if (by) allowed.push({ ...finding, reason: by.reason });
    else kept.push(finding);
  }
  return { findings: [...invalid, ...kept], allowed };
}

function readEntry(entry: unknown, known: readonly string[], folder: string): Allowance | string {
  if (!isObject(entry)) return "is no object";
  const { path, reason, rules = coveredUnnamed } = entry;
  if (typeof path !== "string" || path.trim() === "") return "names no path";
  if (typeof reason !== "string" || reason.trim() === "") return "gives no reason";
  if (!Array.isArray(rules)) return "has rules that are no list";
  const wrong = rules.find((rule) => !known.includes(rule));
  if (wrong !== undefined) return `names the rule ${JSON.stringify(wrong)}, which there is not`;
  return {
    matches: matcher(folder === "." ? path : `${folder}/${path}`),
    rules,
    reason: reason.trim(),
  };
}

function lineOf(text: string, words: string): number {
  return text.slice(0, Math.max(0, text.indexOf(words))).split("\n").length;
}
