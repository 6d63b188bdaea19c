import { accessWords, type OperationModel, type ServiceModel } from "@lintel/runtime/tools";
import type { Architecture } from "../../architecture.js";
import { callsOf } from "../../diagrams/index.js";
import {
  blocks,
  escapeMarkdown,
  heading,
  inCode,
  list,
  numberedList,
  picture,
  sayList,
  section,
  withRefs,
} from "../../text/index.js";
import { choiceOf, decisionsFor, reasonLine, recordLink, sentence } from "../decision-lines.js";
import type { KnownWorkflow } from "../workflows.js";
import { serviceLink } from "./around-service.js";
import { entitySteps, webhookSteps } from "./entity-steps.js";
import { listenersOf } from "./service-events.js";

/** What happens when a feature is used, step by step. */
export function workflowSection(architecture: Architecture, known: KnownWorkflow): string {
  const { feature, systems } = known.workflow;
  const amendment = feature.amendment === undefined ? "" : ` Of the amendment ${inCode(feature.amendment)}.`;
  return section(
    heading(3, `Workflow: ${feature.name}`),
    blocks(
      withRefs(`${sentence(escapeMarkdown(feature.what))} Priority ${feature.priority}.${amendment}`, [
        feature.id,
      ]),
      picture(`Who says what to whom: ${feature.name}.`, `${known.picture}.svg`),
      numberedList(stepsOf(architecture, known)),
      systems.length === 0
        ? undefined
        : `Other systems that take part: ${sayList(systems.map(escapeMarkdown))}.`,
      consistencyOf(architecture, feature.id),
      list(
        feature.criteria.map(
          (criterion, at) => `${sentence(escapeMarkdown(criterion))} [${feature.id}/${at + 1}]`,
        ),
      ),
    ),
  );
}

/** From the blueprint, where it has something for it; else what the cut says. */
function stepsOf(architecture: Architecture, known: KnownWorkflow): readonly string[] {
  const { workflow, begins, service, isOfWebhooks } = known;
  if (isOfWebhooks && service?.webhooks) return webhookSteps(service.webhooks.events);
  if (begins?.by === "operation")
    return operationSteps(architecture, begins.service, begins.operation, workflow.services);
  if (begins?.by === "entity") return entitySteps(begins.service, begins.entity);
  const others = workflow.services.filter((name) => name !== workflow.owner).map(escapeMarkdown);
  return [
    `${service ? serviceLink(service.name) : escapeMarkdown(workflow.owner)} begins it${others.length === 0 ? "" : `, with ${sayList(others)}`}.`,
    "Nothing in the blueprint bears its name yet; what has to come of it stands in the criteria.",
  ];
}

function operationSteps(
  { model }: Architecture,
  service: ServiceModel,
  operation: OperationModel,
  taking: readonly string[],
): readonly string[] {
  const { kind, path, rule, name, errors } = operation;
  const who = escapeMarkdown(accessWords(rule));
  const code = inCode(`${service.name}.${name}`);
  if (kind === "query")
    return [
      `A caller (${who}) asks ${inCode(`GET ${path}`)}.`,
      `${code} reads in a transaction that can write nothing, and answers.`,
    ];
  const calls = callsOf(operation, service);
  const called = calls.commands.map((one) => inCode(`${one.service}.${one.command}`));
  const codes = Object.keys(errors).map(inCode);
  const emitted = service.events.filter((event) => calls.events.includes(event.name));
  const later = [...new Set(emitted.flatMap((event) => listenersOf(model.services, service, event)))];
  const isWritten = !/notImplemented|NOT_IMPLEMENTED/.test(String(operation.run));
  const others = taking.filter(
    (one) => one !== service.name && model.services.some((known) => known.name === one),
  );
  return [
    `A caller (${who}) sends ${inCode(`POST ${path}`)}, with an \`Idempotency-Key\` where it may send it again.`,
    "The token, the access rule and each field of the input are checked; what breaks a rule is refused before anything is written.",
    ...(isWritten
      ? [
          `${code} runs in one transaction${called.length === 0 ? "" : `; it calls ${sayList(called)}, which ${called.length === 1 ? "joins" : "join"} it`}.`,
        ]
      : [
          `${code} is not written yet: it answers 501 \`NOT_IMPLEMENTED\`.${others.length === 0 ? "" : ` It needs ${sayList(others.map(serviceLink))}.`}`,
        ]),
    ...(codes.length > 0 ? [`It may refuse with ${sayList(codes, "or")}; then nothing is kept.`] : []),
    ...(emitted.length > 0
      ? [`${sayList(emitted.map((event) => inCode(event.name)))} is written in the same transaction.`]
      : []),
    ...(isWritten ? ["It commits, and the caller is answered."] : []),
    ...(later.length > 0 ? [`After the commit: ${sayList(later)}.`] : []),
  ];
}

function consistencyOf(architecture: Architecture, feature: string): string {
  return list(
    decisionsFor(architecture, feature).map((decision) => {
      const [because] = decision.because;
      return `${escapeMarkdown(decision.question)} ${sentence(escapeMarkdown(choiceOf(decision)))}${because ? ` ${reasonLine(because)}` : ""} ${recordLink(architecture, decision)}`.trim();
    }),
  );
}
