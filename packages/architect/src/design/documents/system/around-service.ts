import type { OperationModel, RuleData, SystemModel } from "@lintel/runtime/tools";
import type { Architecture } from "../../architecture.js";
import type { SystemNeed } from "../../needs/index.js";
import { anchorOfHeading, link } from "../../text/index.js";
import { workflowsOf } from "../workflows.js";

/** Other systems that take part in what a service begins. */
export function systemsOf(architecture: Architecture, service: string): readonly SystemNeed[] {
  const names = new Set(
    workflowsOf(architecture)
      .filter((known) => known.service?.name === service)
      .flatMap(({ workflow }) => workflow.systems),
  );
  return architecture.needs.systems.filter(({ name }) => names.has(name));
}

/** The heading of its section. */
export function serviceHeading(name: string): string {
  return `Service: ${name}`;
}

/** To the section of a service, on the same page. */
export function serviceLink(name: string): string {
  return link(name, `#${anchorOfHeading(serviceHeading(name))}`);
}

/** Commands of a service that another one may call. */
export function callableBy(
  { services }: SystemModel,
  name: string,
  caller: string,
): readonly OperationModel[] {
  return (services.find((one) => one.name === name)?.commands ?? []).filter(({ rule }) =>
    isFor(rule, caller),
  );
}

/** Whether the rule names the service as one that may call. */
function isFor(rule: RuleData, service: string): boolean {
  switch (rule.kind) {
    case "calledBy":
      return rule.services.includes(service);
    case "anyOf":
    case "allOf":
      return rule.rules.some((one) => isFor(one, service));
    default:
      return false;
  }
}
