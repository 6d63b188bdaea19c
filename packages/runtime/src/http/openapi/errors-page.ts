import type { SystemModel } from "../../blueprint/index.js";
import { catalogue } from "../../errors.js";
import { escapeHtml, htmlPage, table } from "./html.js";

/** A failure that a system can answer. */
export interface ErrorEntry {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  /** What to do; empty for one that a command declares. */
  readonly next: string;
}

/** Every code that the system can answer, by status and code: Lintel's own, those that carry an entity's name, and those that commands declare. */
export function errorEntries(model: SystemModel): readonly ErrorEntry[] {
  const entries = [
    ...ownEntries(),
    ...model.services.flatMap(entityEntries),
    ...model.services.flatMap(declaredEntries),
  ];
  const byCode = new Map<string, ErrorEntry>();
  for (const entry of entries)
    byCode.set(entry.code, { ...entry, next: entry.next || (byCode.get(entry.code)?.next ?? "") });
  return [...byCode.values()].sort((a, b) => a.status - b.status || a.code.localeCompare(b.code));
}

/**
 * The page to which the `type` of a problem document leads, `/docs/errors#PRODUCT_NOT_FOUND`: every code that this
 * system can answer, Lintel's own, those that carry an entity's name, and those that commands declare.
 */
export function errorsPage(model: SystemModel): string {
  const rows = errorEntries(model).map(({ code, status, title, next }) => [
    `<span id="${escapeHtml(code)}">${escapeHtml(code)}</span>`,
    String(status),
    escapeHtml(title),
    escapeHtml(next),
  ]);
  return htmlPage(
    `${model.name}: errors`,
    `<h1>${escapeHtml(model.name)}</h1><p><a href="/docs">Reference</a></p>`,
    `<h1>Errors</h1><p>Every failure is a problem document (RFC 9457). Its <code>code</code> never changes its meaning.</p>
${table(["code", "status", "what", "what to do"], rows)}`,
  );
}

function ownEntries(): readonly ErrorEntry[] {
  return Object.entries(catalogue)
    .filter(([code]) => !code.startsWith("ENTITY_"))
    .map(([code, [status, title, next]]) => ({ code, status, title, next }));
}

function entityEntries({ entities }: SystemModel["services"][number]): readonly ErrorEntry[] {
  return entities.flatMap(({ constant }) =>
    Object.entries(catalogue)
      .filter(([code]) => code.startsWith("ENTITY_"))
      .map(([code, [status, title, next]]) => ({
        code: code.replace("ENTITY", constant),
        status,
        title,
        next,
      })),
  );
}

function declaredEntries({ commands, queries }: SystemModel["services"][number]): readonly ErrorEntry[] {
  return [...commands, ...queries].flatMap(({ errors }) =>
    Object.entries(errors).map(([code, { status, description }]) => ({
      code,
      status,
      title: description,
      next: "",
    })),
  );
}
