import { endpointsOf, type RuleData, type SystemModel } from "@lintel/runtime/tools";

/** One address of the API, and who may use it. */
export interface Route {
  readonly method: string;
  readonly path: string;
  /** In words: `role catalog-manager or owner (user)`. */
  readonly access: string;
  /** `catalog.product list`, `orders.placeOrder`. */
  readonly operation: string;
}

/** Every address of the system that some client may use, in the order of the blueprint. */
export function routesOf(model: SystemModel): readonly Route[] {
  return endpointsOf(model).map((endpoint) => {
    const { method, path, kind } = endpoint;
    if ("operation" in endpoint) {
      const { service, name, rule } = endpoint.operation;
      return { method, path, access: inWords(rule), operation: `${service}.${name}` };
    }
    const { service, name, access } = endpoint.entity;
    const rule = kind === "list" ? access.read : access[kind as keyof typeof access];
    return { method, path, access: inWords(rule), operation: `${service}.${name} ${kind}` };
  });
}

/** An access rule for a person to read. */
function inWords(rule: RuleData): string {
  switch (rule.kind) {
    case "anyone":
      return "anyone";
    case "nobody":
      return "nobody";
    case "signedIn":
      return "signed in";
    case "role":
      return `role ${rule.role}`;
    case "owner":
      return `owner (${rule.field})`;
    case "calledBy":
      return `service ${rule.services.join(", ")}`;
    case "tenant":
      return `of the tenant (${rule.field})`;
    case "acrossTenants":
      return inWords(rule.rule);
    case "when":
      return `where ${JSON.stringify(rule.filter)}`;
    case "anyOf":
      return rule.rules.map(inWords).join(" or ");
    case "allOf":
      return rule.rules
        .map((one) => (one.kind === "anyOf" ? `(${inWords(one)})` : inWords(one)))
        .join(" and ");
  }
}
