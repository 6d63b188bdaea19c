import type { EntityModel, Origin, RuleData, ServiceModel, SystemModel } from "@lintel/runtime/tools";

/** One thing that a client may try to do, and for whom it is. */
export interface Access {
  readonly service: string;
  /** `read order lines`, `place order`. */
  readonly does: string;
  /** With the rows of which it is done, where it is done with rows: `order lines`. */
  readonly rows: string | undefined;
  readonly verb: string;
  readonly rule: RuleData;
  readonly origin: Origin;
}

const verbs = ["read", "create", "update", "delete", "restore"] as const;

/** All that clients may try, in the order of the blueprint; not what is closed to all of them. What Lintel offers for webhooks by itself is one thing. */
export function accessesOf(model: SystemModel): readonly Access[] {
  return model.services
    .flatMap((service): readonly Access[] => [
      ...service.entities
        .filter((entity) => !isForWebhooks(entity, service))
        .flatMap((entity) =>
          verbs
            .filter((verb) => !(verb === "restore" && !entity.softDelete))
            .map((verb) => ({
              service: service.name,
              does: `${verb} ${wordsOf(entity.path)}`,
              verb,
              rows: wordsOf(entity.path),
              rule: entity.access[verb],
              origin: entity.origin,
            })),
        ),
      ...[...service.commands, ...service.queries].map(({ path, rule, origin, own }) => ({
        service: service.name,
        does: own ? `look after webhooks of ${service.name}` : wordsOf(path),
        verb: own ? `look after webhooks of ${service.name}` : wordsOf(path),
        rows: undefined,
        rule,
        origin,
      })),
    ])
    .filter(({ rule }) => isForClients(rule));
}

/** Lintel keeps endpoints of webhooks, and what was sent to them: nobody thought of these as entities. */
export function isForWebhooks({ name }: EntityModel, { webhooks }: ServiceModel): boolean {
  return webhooks !== undefined && name.startsWith("webhook");
}

/** The last part of a path as words: `/v1/order-lines` is "order lines". */
export function wordsOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replaceAll("-", " ");
}

/** The simple rules that a rule is made of. */
export function partsOf(rule: RuleData): readonly RuleData[] {
  return rule.kind === "anyOf" || rule.kind === "allOf" ? rule.rules.flatMap(partsOf) : [rule];
}

/** Whether somebody who has shown no token could be let in. */
export function isOpen(rule: RuleData): boolean {
  switch (rule.kind) {
    case "anyone":
    case "when":
      return true;
    case "anyOf":
      return rule.rules.some(isOpen);
    case "allOf":
      return rule.rules.every(isOpen);
    default:
      return false;
  }
}

/** Whether a client could be let in only by showing who it is. */
export function needsAccount(rule: RuleData): boolean {
  return isForClients(rule) && !isOpen(rule);
}

/** Whether a client could be let in at all. */
export function isForClients(rule: RuleData): boolean {
  switch (rule.kind) {
    case "nobody":
    case "calledBy":
      return false;
    case "anyOf":
      return rule.rules.some(isForClients);
    case "allOf":
      return rule.rules.every(isForClients);
    default:
      return true;
  }
}
