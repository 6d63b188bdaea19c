import {
  accessWords,
  type EntityModel,
  type OperationModel,
  type RuleData,
  type ServiceModel,
  type SystemModel,
} from "@lintel/runtime/tools";
import type { TableRow } from "../answer/value.js";
import { needsAccount, partsOf, wordsOf } from "./access.js";
import { enumerated, inSentence } from "./words.js";

/** What clients can do, as features with the criteria that the blueprint holds already: one for each command and query, and one for each entity. */
export function featuresOf(model: SystemModel): readonly TableRow[] {
  const drafts = model.services.flatMap((service) => [
    ...[...service.commands, ...service.queries]
      .filter(({ rule, own }) => isOffered(rule) && !own)
      .map((operation) => ({ service: service.name, row: ofOperation(operation) })),
    ...service.entities
      .filter((entity) => !isForWebhooks(entity, service))
      .filter((entity) => Object.values(entity.access).some(isOffered))
      .map((entity) => ({ service: service.name, row: ofEntity(entity) })),
  ]);
  const names = drafts.map(({ row }) => row.name);
  return drafts.map(({ service, row }) =>
    names.indexOf(row.name) === names.lastIndexOf(row.name)
      ? row
      : { ...row, name: `${row.name} (${service})` },
  );
}

/** Lintel keeps endpoints of webhooks, and what was sent to them. */
export function isForWebhooks({ name }: EntityModel, { webhooks }: ServiceModel): boolean {
  return webhooks !== undefined && name.startsWith("webhook");
}

function isOffered(rule: RuleData): boolean {
  return partsOf(rule).some(({ kind }) => kind !== "nobody" && kind !== "calledBy");
}

function ofOperation({ kind, path, description, rule, errors }: OperationModel) {
  const name = wordsOf(path);
  const does = inSentence(description ?? `what "${name}" is for`);
  const who = accessWords(rule);
  return {
    name,
    what: does,
    priority: "P0",
    criteria: [
      kind === "command"
        ? `WHEN "${name}" is asked for by ${who} THE SYSTEM SHALL do this, whole or not at all: ${does}`
        : `WHEN "${name}" is asked for by ${who} THE SYSTEM SHALL answer with this: ${does}`,
      ...(needsAccount(rule)
        ? [`IF "${name}" is asked for by anybody else THEN THE SYSTEM SHALL refuse it and change nothing`]
        : []),
      ...Object.entries(errors).map(
        ([code, error]) =>
          `IF it cannot be done (${inSentence(error.description)}) THEN THE SYSTEM SHALL refuse it with status ${error.status} and code ${code}`,
      ),
    ],
  };
}

function ofEntity({ path, description, access, projection }: EntityModel) {
  const name = wordsOf(path);
  const writes = projection ? [] : (["create", "update", "delete"] as const);
  const offered = (["read", ...writes] as const).filter((verb) => isOffered(access[verb]));
  const closed = (["read", ...writes] as const).filter((verb) => !isOffered(access[verb]));
  return {
    name,
    what: inSentence(description ?? `what is kept of ${name}`),
    priority: "P0",
    criteria: [
      ...byRule(offered, access).map(
        ([who, verbs]) =>
          `WHEN ${name} are to be ${enumerated(verbs.map(participle))} by ${who} THE SYSTEM SHALL do so`,
      ),
      ...(offered.some((verb) => needsAccount(access[verb]))
        ? [`IF ${name} are asked for by anybody who may not see them THEN THE SYSTEM SHALL show none of them`]
        : []),
      ...(closed.length > 0
        ? [
            `IF a client would have ${name} ${enumerated(closed.map(participle))} THEN THE SYSTEM SHALL refuse it`,
          ]
        : []),
    ],
  };
}

function byRule<Verb extends keyof EntityModel["access"]>(
  verbs: readonly Verb[],
  access: EntityModel["access"],
) {
  const found = new Map<string, Verb[]>();
  for (const verb of verbs) {
    const who = accessWords(access[verb]);
    found.set(who, [...(found.get(who) ?? []), verb]);
  }
  return [...found];
}

function participle(verb: "read" | "create" | "update" | "delete" | "restore"): string {
  return verb === "read" ? "read" : `${verb}${verb.endsWith("e") ? "d" : "ed"}`;
}
