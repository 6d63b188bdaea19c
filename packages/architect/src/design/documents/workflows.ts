import type { ServiceModel } from "@lintel/runtime/tools";
import type { Architecture } from "../architecture.js";
import type { Workflow } from "../cut/index.js";
import { type Begins, beginningOf } from "../diagrams/index.js";
import { wordsOf } from "../language/index.js";
import { slugsOfNames } from "../text/index.js";

/** A workflow with what the blueprint has for it. */
export interface KnownWorkflow {
  readonly workflow: Workflow;
  /** The command, query or entity that it begins with; undefined where the blueprint has none. */
  readonly begins: Begins | undefined;
  /** The service of the blueprint that it begins in. */
  readonly service: ServiceModel | undefined;
  /** That it is the sending of webhooks, which no command begins. */
  readonly isOfWebhooks: boolean;
  /** Of its picture, without ending. */
  readonly picture: string;
}

/** Every workflow, in the order of the cut. */
export function workflowsOf({ cut, model }: Architecture): readonly KnownWorkflow[] {
  const slugs = slugsOfNames(cut.workflows.map(({ feature }) => feature.name));
  return cut.workflows.map((workflow, at) => {
    const picture = `diagrams/workflow-${slugs[at]}`;
    const sender = model.services.find(({ webhooks }) => webhooks);
    if (sender && wordsOf(workflow.feature.name).join(" ") === "webhook")
      return { workflow, begins: undefined, service: sender, isOfWebhooks: true, picture };
    const begins = beginningOf(workflow, model);
    const service = begins?.service ?? model.services.find(({ name }) => name === workflow.owner);
    return { workflow, begins, service, isOfWebhooks: false, picture };
  });
}
