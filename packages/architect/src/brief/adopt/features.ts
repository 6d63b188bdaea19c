import {
  accessWords,
  type EntityModel,
  type OperationModel,
  type ServiceModel,
  type SystemModel,
} from "@lintel/runtime/tools";
import type { TableRow } from "../answer/value.js";
import { isForClients, isForWebhooks, needsAccount, wordsOf } from "./access.js";
import { enumerated, inSentence, spaced } from "./words.js";

/** What clients can do, as features with the criteria that the blueprint holds already: one for each command and query, and one for each entity. */
export function featuresOf(model: SystemModel): readonly TableRow[] {
  const drafts = model.services.flatMap((service) => [
    ...[...service.commands, ...service.queries]
      .filter(({ rule, own }) => isForClients(rule) && !own)
      .map((operation) => ({ service: service.name, row: ofOperation(operation) })),
    ...service.entities
      .filter((entity) => !isForWebhooks(entity, service))
      .filter((entity) => Object.values(entity.access).some(isForClients))
      .map((entity) => ({ service: service.name, row: ofEntity(entity) })),
    ...(service.webhooks ? [{ service: service.name, row: ofWebhooks(service.webhooks) }] : []),
  ]);
  const names = drafts.map(({ row }) => row.name);
  return drafts.map(({ service, row }) =>
    names.indexOf(row.name) === names.lastIndexOf(row.name)
      ? row
      : { ...row, name: `${row.name} (${service})` },
  );
}

function ofWebhooks({ events }: NonNullable<ServiceModel["webhooks"]>) {
  const names = enumerated(events.map((event) => spaced(event)));
  return {
    name: "webhooks",
    what: `systems of others learn of these events: ${names}`,
    priority: "P0",
    criteria: [
      `WHEN one of these happens THE SYSTEM SHALL send it, signed and in order, to each endpoint that asked for it: ${names}`,
      "IF an endpoint cannot be reached THEN THE SYSTEM SHALL try again, and send all that it missed in order when it is back",
    ],
  };
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

function ofEntity({ path, description, access, projection, feed }: EntityModel) {
  const name = wordsOf(path);
  const writes = projection ? [] : (["create", "update", "delete"] as const);
  const offered = (["read", ...writes] as const).filter((verb) => isForClients(access[verb]));
  const closed = (["read", ...writes] as const).filter((verb) => !isForClients(access[verb]));
  const restricted = offered.filter((verb) => verb !== "read" && needsAccount(access[verb]));
  return {
    name,
    what: inSentence(description ?? `what is kept of ${name}`),
    priority: "P0",
    criteria: [
      ...byRule(offered, access).map(
        ([who, verbs]) =>
          `WHEN ${name} are to be ${enumerated(verbs.map(participle))} by ${who} THE SYSTEM SHALL do so`,
      ),
      ...(needsAccount(access.read)
        ? [`IF ${name} are asked for by anybody who may not see them THEN THE SYSTEM SHALL show none of them`]
        : []),
      ...(restricted.length > 0
        ? [
            `IF ${name} are to be ${enumerated(restricted.map(participle))} by anybody else THEN THE SYSTEM SHALL refuse it`,
          ]
        : []),
      ...(feed
        ? [
            `WHEN ${name} change THE SYSTEM SHALL tell those who follow them of each change, in the order of the commits`,
          ]
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
