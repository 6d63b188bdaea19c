import { array, type Code, call, object, property, text } from "../../../code/index.js";
import type { RuleSketch } from "../sketch.js";
import type { Used } from "./builders.js";

export function ruleCode(rule: RuleSketch, used: Used): Code {
  switch (rule.kind) {
    case "anyone":
    case "signedIn":
    case "nobody":
      return used.use(rule.kind);
    case "open":
      return call(used.use("open"), text(rule.reason));
    case "role":
      return call(used.use("role"), text(rule.role));
    case "owner":
      return call(used.use("owner"), text(rule.field));
    case "ofTenant":
      return call(used.use("ofTenant"), text(rule.field));
    case "when":
      return call(
        used.use("when"),
        object([property(rule.field, object([property("in", array(rule.values.map(text)))]))]),
      );
    case "calledBy":
      return call(used.use("calledBy"), ...rule.services.map(text));
    case "anyOf":
    case "allOf":
      return call(used.use(rule.kind), ...rule.rules.map((one) => ruleCode(one, used)));
  }
}
