import { allow } from "./allowance.js";
import type { Finding, Report, Unread } from "./finding.js";
import { readSnapshot, type Scope, type Snapshot, symlink, textOf } from "./git/index.js";
import { rules } from "./rules.js";
import { isParsed, isSource, loadParser, type Sources, sourcesOf } from "./source/index.js";

/**
 * Looks at what would be committed, at all that is tracked, or at the commits of a range. It reads from git alone, and runs nothing of what it
 * reads.
 *
 * @throws ToolError GIT_MISSING, GIT_FAILED, NOT_A_REPOSITORY, RANGE_INVALID, PARSER_MISSING
 */
export async function guard(directory: string, scope: Scope = { kind: "staged" }): Promise<Report> {
  const snapshot = readSnapshot(directory, scope);
  const { blobs, changed, passing } = snapshot;
  if (changed.length === 0 && passing.length === 0)
    return { files: 0, findings: [], allowed: [], unread: [] };
  const small = [...snapshot.files].filter(([path]) => settings.test(path)).map(([, { id }]) => id);
  blobs.load([...changed, ...passing].map(({ id }) => id).concat(small));
  const sources = sourcesOf(await loadParser());
  const found: Finding[] = [];
  for (const rule of rules)
    for (const finding of rule.check({ snapshot, sources })) found.push({ rule: rule.id, ...finding });
  const { findings, allowed } = allow(snapshot, found, [...rules.map(({ id }) => id)]);
  return {
    files: changed.length,
    findings: findings.toSorted(byPlace),
    allowed: allowed.toSorted(byPlace),
    unread: unreadOf(snapshot, sources),
  };
}

/** Files that many rules ask for. */
const settings = /(?:^|\/)(?:package\.json|\.gitignore|tsconfig(?:\.[\w-]+)?\.json)$/;

function byPlace(a: Finding, b: Finding): number {
  return a.file < b.file ? -1 : a.file > b.file ? 1 : (a.line ?? 0) - (b.line ?? 0);
}

/** Sources that are none: rules that go by syntax did not see them. */
function unreadOf(snapshot: Snapshot, sources: Sources): readonly Unread[] {
  return snapshot.changed.flatMap(({ path, mode }) => {
    if (!isSource(path) || mode === symlink) return [];
    const text = textOf(snapshot, path);
    if (text === undefined) return [{ file: path, because: "It is no text, or too large." }];
    const source = sources.parse(path, text);
    return isParsed(source) ? [] : [{ file: path, line: source.line, because: source.because }];
  });
}
