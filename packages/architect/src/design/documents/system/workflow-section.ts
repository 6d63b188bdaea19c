import type { OperationModel, ServiceModel } from "@lintel/runtime/tools";
import { accessWords } from "@lintel/runtime/tools";
import type { Architecture } from "../../architecture.js";
import type { Workflow } from "../../cut/index.js";
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
  slugOfName,
  withRefs,
} from "../../text/index.js";
import { choiceOf, decisionsFor, reasonLine, recordLink, sentence } from "../decision-lines.js";
import { plain, serviceOf } from "../entities.js";
import { serviceLink } from "./around-service.js";
import { listenersOf } from "./service-events.js";

/** What happens when a feature is used, step by step. */
export function workflowSection(architecture: Architecture, workflow: Workflow): string {
  const { feature, owner, systems } = workflow;
  const amendment = feature.amendment === undefined ? "" : ` Of the amendment ${inCode(feature.amendment)}.`;
  return section(
    heading(3, `Workflow: ${feature.name}`),
    blocks(
      withRefs(`${sentence(escapeMarkdown(feature.what))} Priority ${feature.priority}.${amendment}`, [
        feature.id,
      ]),
      picture(`Who says what to whom: ${feature.name}.`, `diagrams/workflow-${slugOfName(feature.name)}.svg`),
      numberedList(stepsOf(architecture, workflow)),
      systems.length === 0
        ? undefined
        : `Other systems that take part: ${sayList(systems.map(escapeMarkdown))}.`,
      owner === "" ? undefined : consistencyOf(architecture, workflow),
      list(
        feature.criteria.map(
          (criterion, at) => `${sentence(escapeMarkdown(criterion))} [${feature.id}/${at + 1}]`,
        ),
      ),
    ),
  );
}

/** From the blueprint, where it has a command or a query of that name, or an entity; else what the cut says. */
function stepsOf({ model, cut }: Architecture, { feature, owner, services }: Workflow): readonly string[] {
  const service = serviceOf(model, owner);
  const wanted = plain(feature.name);
  const operation =
    service && [...service.commands, ...service.queries].find(({ name }) => plain(name) === wanted);
  if (service && operation) return operationSteps(model.services, service, operation);
  const entity = service?.entities.find(
    ({ name, table }) => plain(name) === wanted || plain(table) === wanted,
  );
  if (service && entity) return entitySteps(service, entity);
  if (service?.webhooks && wanted === "webhooks") return webhookSteps(service.webhooks.events);
  const others = services.filter((one) => one !== owner);
  const does = cut.services.find(({ name }) => name === owner)?.does;
  return [
    `${serviceLink(owner)} begins it${does === undefined ? "" : `: ${sentence(escapeMarkdown(does))}`}`.replace(
      /\.?$/,
      ".",
    ),
    ...others.map((one) => `${serviceLink(one)} takes part.`),
    "Nothing in the blueprint bears this name; what has to come of it stands in the criteria.",
  ];
}

function entitySteps(service: ServiceModel, entity: ServiceModel["entities"][number]): readonly string[] {
  const kinds = endpointsOfEntity(entity);
  const writes = kinds.filter((kind) => kind !== "read");
  if (entity.projection)
    return [
      `What is emitted is taken from the log, after the commit, and ${inCode(entity.name)} is brought up to date.`,
      `A client reads it at ${inCode(entity.path)}, held to its access rule.`,
    ];
  return [
    ...(kinds.includes("read")
      ? [
          `A client reads rows of ${inCode(entity.name)} at ${inCode(entity.path)}, held to its access rule by the plan and by PostgreSQL.`,
        ]
      : []),
    ...(writes.length > 0
      ? [
          `A client may ${sayList(writes, "or")} a row. It is checked, written in one transaction as ${inCode(service.clientRoles.writer)}, and answered when it is kept.`,
        ]
      : ["No client writes them; commands do."]),
    ...(entity.feed ? ["After the commit, those who follow it are told, in the order of the commits."] : []),
  ];
}

/** What clients may do to it. */
function endpointsOfEntity({ access, softDelete }: ServiceModel["entities"][number]): readonly string[] {
  const acts = ["read", "create", "update", "delete", ...(softDelete ? (["restore"] as const) : [])] as const;
  return acts.filter((act) => accessWords(access[act]) !== "nobody");
}

function webhookSteps(events: readonly string[]): readonly string[] {
  return [
    `A command emits ${sayList(events.map(inCode), "or")}; it is written in the command's transaction.`,
    "After the commit it is sent to each endpoint that asked for it, signed, in order, one at a time.",
    "It is sent again until it is taken, with the same id, by which a receiver can tell.",
  ];
}

function operationSteps(
  services: readonly ServiceModel[],
  service: ServiceModel,
  { kind, path, rule, name, errors, own }: OperationModel,
): readonly string[] {
  const who = escapeMarkdown(accessWords(rule));
  const codes = Object.keys(errors);
  if (kind === "query")
    return [
      `A caller (${who}) asks ${inCode(`GET ${path}`)}.`,
      `${inCode(`${service.name}.${name}`)} reads in a transaction that can write nothing, and answers.`,
    ];
  const used = [...new Set(Object.values(service.uses))].map(serviceLink);
  const emitted = service.events.filter((event) => own !== true && !event.name.startsWith("webhook"));
  const later = [...new Set(emitted.flatMap((event) => listenersOf(services, service, event)))];
  return [
    `A caller (${who}) sends ${inCode(`POST ${path}`)}, with an \`Idempotency-Key\` where it may send it again.`,
    "The token, the access rule and each field of the input are checked; what breaks a rule is refused before anything is written.",
    `${inCode(`${service.name}.${name}`)} runs in one transaction${used.length === 0 ? "" : `; what it calls of ${sayList(used)} joins it`}.`,
    ...(codes.length > 0
      ? [`It may be refused with ${sayList(codes.map(inCode), "or")}; then nothing is kept.`]
      : []),
    ...(emitted.length > 0
      ? [
          `What it emits (${sayList(
            emitted.map((event) => inCode(event.name)),
            "or",
          )}) is written in the same transaction.`,
        ]
      : []),
    "It commits, and the caller is answered.",
    ...(later.length > 0 ? [`After the commit: ${sayList(later)}.`] : []),
  ];
}

function consistencyOf(architecture: Architecture, { feature }: Workflow): string {
  return list(
    decisionsFor(architecture, feature.id).map((decision) => {
      const [because] = decision.because;
      return `${escapeMarkdown(decision.question)} ${sentence(escapeMarkdown(choiceOf(decision)))}${because ? ` ${reasonLine(because)}` : ""} ${recordLink(architecture, decision)}`.trim();
    }),
  );
}
