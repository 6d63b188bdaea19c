import type { EntityModel, OperationModel, RuleData } from "../blueprint/index.js";
import type { Answer, Exchange } from "./exchange.js";

/** What a request brings along, each part as it came. */
export interface Sent {
  /** The id in the path; empty where the path has none. */
  readonly id: string;
  /** What stands after the question mark. */
  readonly query: string;
  /** The bytes of the body; undefined where there was none. */
  readonly body: Uint8Array | undefined;
}

/** One method at one path. */
export interface Route {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** `/v1/products/{id}` */
  readonly path: string;
  /** The media types of a body; undefined where none is read. */
  readonly takes?: readonly string[] | undefined;
  readonly answer: (exchange: Exchange, sent: Sent) => Promise<Answer> | Answer;
}

/** What a route stands for. */
export type Endpoint =
  | {
      readonly kind: "list" | "read" | "create" | "update" | "delete" | "restore";
      readonly method: Route["method"];
      readonly path: string;
      readonly entity: EntityModel;
    }
  | {
      readonly kind: "command" | "query";
      readonly method: Route["method"];
      readonly path: string;
      readonly operation: OperationModel;
    };

/** Whether the rule could ever let a client in. What only services may do, and what nobody may, has no route. */
export function isReachable(rule: RuleData): boolean {
  switch (rule.kind) {
    case "nobody":
    case "calledBy":
      return false;
    case "anyOf":
      return rule.rules.some(isReachable);
    case "allOf":
      return rule.rules.every(isReachable);
    default:
      return true;
  }
}
