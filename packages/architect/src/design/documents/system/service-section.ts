import type { ServiceModel } from "@lintel/runtime/tools";
import type { Architecture } from "../../architecture.js";
import {
  blocks,
  escapeMarkdown,
  heading,
  inCode,
  list,
  picture,
  sayList,
  section,
  slugsOfNames,
  withRefs,
} from "../../text/index.js";
import { choiceOf, decisionsFor, reasonLine, recordLink, sentence } from "../decision-lines.js";
import { workflowsOf } from "../workflows.js";
import { callableBy, serviceHeading, serviceLink, systemsOf } from "./around-service.js";
import { serviceApis } from "./service-apis.js";
import { serviceData } from "./service-data.js";
import { serviceEvents } from "./service-events.js";
import { serviceFailures } from "./service-failures.js";
import { serviceLevels } from "./service-levels.js";

/** One service: what it does, keeps, offers, says, needs, and what happens when that is away. */
export function serviceSection(architecture: Architecture, service: ServiceModel): string {
  const cut = architecture.cut.services.find(({ name }) => name === service.name);
  const features = workflowsOf(architecture)
    .filter((known) => known.service === service)
    .map(({ workflow: { feature } }) => withRefs(escapeMarkdown(feature.name), [feature.id]));
  return section(
    heading(3, serviceHeading(service.name)),
    blocks(
      sentence(escapeMarkdown(service.description ?? cut?.does ?? `The service ${service.name}`)),
      cut && cut.because !== "" ? sentence(escapeMarkdown(cut.because)) : undefined,
      features.length === 0 ? undefined : `Offers: ${features.join(", ")}.`,
      serviceData(architecture, service),
      service.entities.length > 0
        ? picture(
            `The tables of ${service.name}.`,
            `diagrams/entities-${slugsOfNames(architecture.model.services.map(({ name }) => name))[architecture.model.services.indexOf(service)]}.svg`,
          )
        : undefined,
      serviceApis(architecture, service),
      serviceEvents(architecture, service),
      dependencies(architecture, service),
      serviceFailures(architecture, service),
      serviceLevels(architecture, service),
      ownDecisions(architecture, service),
    ),
  );
}

function dependencies(architecture: Architecture, service: ServiceModel): string {
  const { model } = architecture;
  const used = [...new Set(Object.values(service.uses))].map((name) => {
    const commands = callableBy(model, name, service.name).map((command) => inCode(command.name));
    const offered = commands.length > 0 ? ` It may call ${sayList(commands)}.` : "";
    return `${serviceLink(name)}: a call joins this service's transaction, so that both commit or neither does.${offered}`;
  });
  const followed = service.cursors
    .filter(({ source, name }) => source !== service.name && name !== "webhooks")
    .map(({ source, name }) => `${serviceLink(source)}: ${inCode(name)} follows its log, after the commit.`);
  const users = model.services
    .filter((one) => one.name !== service.name && Object.values(one.uses).includes(service.name))
    .map(({ name }) => serviceLink(name));
  const outside = systemsOf(architecture, service.name).map(({ name, purpose, from }) =>
    withRefs(sentence(`**${escapeMarkdown(name)}**, outside: ${escapeMarkdown(purpose)}`), from),
  );
  const lines = [
    ...used,
    ...followed,
    ...outside,
    ...(users.length > 0 ? [`Used by ${sayList(users)}.`] : []),
  ];
  return section(heading(4, `What ${service.name} depends on`), list(lines));
}

function ownDecisions(architecture: Architecture, service: ServiceModel): string {
  const lines = decisionsFor(architecture, service.name).map((decision) => {
    const [because] = decision.because;
    const reason = because ? ` ${reasonLine(because)}` : "";
    return `${escapeMarkdown(decision.question)} ${sentence(escapeMarkdown(choiceOf(decision)))}${reason} ${recordLink(architecture, decision)}`.trim();
  });
  return section(heading(4, `Decided for ${service.name}`), list(lines));
}
