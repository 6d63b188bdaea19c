import type { Origin, RuleData, SystemModel } from "@lintel/runtime/tools";

/** One thing that a client may try to do, and for whom it is. */
export interface Access {
  readonly service: string;
  /** `read order lines`, `place order`. */
  readonly does: string;
  readonly rule: RuleData;
  readonly origin: Origin;
}

const verbs = ["read", "create", "update", "delete", "restore"] as const;

/** All that clients may try, in the order of the blueprint; not what is closed to all of them. */
export function accessesOf(model: SystemModel): readonly Access[] {
  return model.services
    .flatMap((service) => [
      ...service.entities.flatMap((entity) =>
        verbs
          .filter((verb) => !(verb === "restore" && !entity.softDelete))
          .map((verb) => ({
            service: service.name,
            does: `${verb} ${wordsOf(entity.path)}`,
            rule: entity.access[verb],
            origin: entity.origin,
          })),
      ),
      ...[...service.commands, ...service.queries].map(({ path, rule, origin }) => ({
        service: service.name,
        does: wordsOf(path),
        rule,
        origin,
      })),
    ])
    .filter(({ rule }) => isForClients(rule));
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

function isForClients(rule: RuleData): boolean {
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
