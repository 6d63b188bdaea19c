import type { Requirement } from "../../../../brief/index.js";
import type { Decision } from "../../../decisions/index.js";
import {
  blocks,
  escapeMarkdown,
  heading,
  inCode,
  list,
  provisional,
  refs,
  saySpan,
  section,
  table,
} from "../../../text/index.js";
import type { Retention } from "../retention.js";
import type { Secret } from "../secrets.js";

/** For how long each entity is kept, and how it goes. */
export function retentionSection(
  all: readonly Retention[],
  decision: Decision | undefined,
  deletion: Requirement | undefined,
): string {
  const open = new Map<string, string[]>();
  for (const { open: next, name } of all) if (next) open.set(next, [...(open.get(next) ?? []), inCode(name)]);
  return section(
    heading(2, "Retention and erasure"),
    decisionPart(decision),
    deletion && `When a person asks: ${escapeMarkdown(deletion.statement)} ${refs([deletion.id])}`,
    table(
      ["Entity", "Class", "Kept for", "How rows go", "Also in", "From"],
      all.map(({ name, privacy, keptFor, inGeneral, goes, alsoIn, from }) => [
        inCode(name),
        privacy,
        keptFor !== undefined
          ? saySpan(keptFor)
          : inGeneral
            ? "as the brief says of all records"
            : "as long as it is there",
        goes,
        alsoIn.join("; "),
        refs(from),
      ]),
    ),
    open.size === 0
      ? undefined
      : list([...open].map(([next, names]) => `**Open**, the team, for ${names.join(", ")}: ${next}`)),
    "By themselves go: answers kept for an `Idempotency-Key` after 24 hours, entries of a log after its time, attempts of webhooks after `keepDeliveries`. Copies keep all of it for as long as copies are kept.",
  );
}

/** Every key and secret, where it is and how it is replaced. */
export function secretSection(all: readonly Secret[], decision: Decision | undefined): string {
  return section(
    heading(2, "Keys and secrets"),
    decisionPart(decision),
    table(
      ["Key or secret", "Opens", "Kept in", "Replaced by", "From"],
      all.map(({ name, opens, keptIn, replaced, from }) => [
        inCode(name),
        escapeMarkdown(opens),
        escapeMarkdown(keptIn),
        replaced,
        refs(from),
      ]),
    ),
  );
}

function decisionPart(decision: Decision | undefined): string | undefined {
  if (!decision) return undefined;
  return blocks(
    `Decided: ${escapeMarkdown(decision.title)}. ${provisional(decision.missing)}`.trim(),
    list(decision.because.map(({ says, from }) => `${escapeMarkdown(says)} ${refs(from)}`.trim())),
  );
}
