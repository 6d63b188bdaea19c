import type { SystemModel } from "../../blueprint/index.js";
import { catalogue } from "../../errors.js";
import { escapeHtml, htmlPage, table } from "./html.js";

interface Entry {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly next: string;
}

/**
 * The page to which the `type` of a problem document leads, `/docs/errors#PRODUCT_NOT_FOUND`: every code that this
 * system can answer, Lintel's own, those that carry an entity's name, and those that commands declare.
 */
export function errorsPage(model: SystemModel): string {
  const entries = [
    ...ownEntries(),
    ...model.services.flatMap(entityEntries),
    ...model.services.flatMap(declaredEntries),
  ];
  const unique = [...new Map(entries.map((entry) => [entry.code, entry])).values()];
  const rows = unique
    .sort((a, b) => a.status - b.status || a.code.localeCompare(b.code))
    .map(({ code, status, title, next }) => [
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

function ownEntries(): readonly Entry[] {
  return Object.entries(catalogue)
    .filter(([code]) => !code.startsWith("ENTITY_"))
    .map(([code, [status, title, next]]) => ({ code, status, title, next }));
}

function entityEntries({ entities }: SystemModel["services"][number]): readonly Entry[] {
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

function declaredEntries({ commands, queries }: SystemModel["services"][number]): readonly Entry[] {
  return [...commands, ...queries].flatMap(({ errors }) =>
    Object.entries(errors).map(([code, { status, description }]) => ({
      code,
      status,
      title: description,
      next: "",
    })),
  );
}
