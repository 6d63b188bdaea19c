import type { Explanation, Ground, Subject } from "./explanation.js";
import { findSubject } from "./find-subject.js";
import { ofQuestion, ofRequirement } from "./of-brief.js";
import { ofDecision } from "./of-decision.js";
import { ofDocument } from "./of-document.js";
import { ofEntity } from "./of-entity.js";
import { ofConsumer, ofEvent } from "./of-event.js";
import { ofOperation } from "./of-operation.js";
import { ofService } from "./of-service.js";
import { subjectsOf } from "./subjects.js";

/** What came of asking. */
export type Explained =
  | { readonly found: "one"; readonly explanation: Explanation }
  /** The words mean several things alike. */
  | { readonly found: "several"; readonly meant: readonly Subject[] }
  /** Nothing is called so; what is spelled most alike, the nearest first. */
  | { readonly found: "none"; readonly nearest: readonly Subject[] };

/**
 * Where something comes from, what it says, what depends on it and what would change it: of a requirement (`REQ-PERF-001`), a name of the blueprint (`orders`,
 * `order_lines`, `orders.placeOrder`), a decision (`style`, `adr 7`), a question (`performance.load`) or a document (`system.md`). Deterministic, and never
 * throws for words: what is not there is `none`.
 */
export function explain(ground: Ground, words: string): Explained {
  const found = findSubject(subjectsOf(ground), words);
  if (found.found !== "one") return found;
  const { kind, id, title } = found.subject;
  return {
    found: "one",
    explanation: Object.freeze({
      subject: { kind, id, title },
      also: found.also,
      ...tell(ground, found.subject),
    }),
  };
}

function tell(ground: Ground, { kind, id }: Subject) {
  switch (kind) {
    case "requirement":
      return ofRequirement(ground, id);
    case "question":
      return ofQuestion(ground, id);
    case "decision":
      return ofDecision(ground, id);
    case "service":
      return ofService(ground, id);
    case "entity":
      return ofEntity(ground, id);
    case "command":
    case "query":
      return ofOperation(ground, id);
    case "event":
      return ofEvent(ground, id);
    case "consumer":
      return ofConsumer(ground, id);
    case "document":
      return ofDocument(ground, id);
  }
}
