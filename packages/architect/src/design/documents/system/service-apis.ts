import type { Endpoint, RuleData, ServiceModel } from "@lintel/runtime/tools";
import { accessWords, endpointsOf, webhookEntityNames } from "@lintel/runtime/tools";
import type { Architecture } from "../../architecture.js";
import {
  anchorOfHeading,
  blocks,
  escapeMarkdown,
  heading,
  inCode,
  link,
  list,
  sayCount,
  sayList,
  section,
  table,
} from "../../text/index.js";
import { sentence } from "../decision-lines.js";
import { serviceHeading } from "./around-service.js";

/** Every route of a service, those of an entity that the same people may use in one row. */
export function serviceApis({ model }: Architecture, service: ServiceModel): string {
  const endpoints = endpointsOf(model).filter((endpoint) => serviceOfEndpoint(endpoint) === service.name);
  const feeds = service.entities.filter(({ feed, name }) => feed && !webhookEntityNames.includes(name));
  const own = endpoints.filter(isOfWebhooks);
  const inner = service.commands.filter(
    (command) => !endpoints.some((one) => "operation" in one && one.operation === command),
  );
  return section(
    heading(4, `APIs of ${service.name}`),
    blocks(
      table(["Route", "What it does", "Who may"], rowsOf(endpoints.filter((one) => !own.includes(one)))),
      list([
        ...(service.webhooks && own.length > 0
          ? [
              `${sayCount(own.length, "route")} to look after webhooks: endpoints, their secrets, what was delivered. For ${escapeMarkdown(accessWords(service.webhooks.manage))}.`,
            ]
          : []),
        ...(feeds.length > 0
          ? [`Followed live, in the order of the commits: ${sayList(feeds.map(({ name }) => inCode(name)))}.`]
          : []),
        ...inner.map(({ name, description, rule }) =>
          `${inCode(name)} has no route; only ${escapeMarkdown(accessWords(rule))} calls it. ${sentence(escapeMarkdown(description ?? ""))}`.trim(),
        ),
      ]),
      endpoints.length > 0
        ? `Parameters, examples and errors: ${link("api.md", `api.md#${anchorOfHeading(serviceHeading(service.name))}`)}.`
        : undefined,
    ),
  );
}

/** Those that come with webhooks, whatever the service is about. */
function isOfWebhooks(endpoint: Endpoint): boolean {
  return "entity" in endpoint
    ? webhookEntityNames.includes(endpoint.entity.name)
    : endpoint.operation.own === true;
}

function serviceOfEndpoint(endpoint: Endpoint): string {
  return "entity" in endpoint ? endpoint.entity.service : endpoint.operation.service;
}

/** Who may use it. */
function ruleOfEndpoint(endpoint: Endpoint): RuleData {
  if ("operation" in endpoint) return endpoint.operation.rule;
  const { access } = endpoint.entity;
  return endpoint.kind === "list" ? access.read : access[endpoint.kind];
}

function rowsOf(endpoints: readonly Endpoint[]): readonly (readonly string[])[] {
  const groups = new Map<string, Endpoint[]>();
  for (const endpoint of endpoints) {
    const whole =
      "entity" in endpoint
        ? `${endpoint.entity.path} ${accessWords(ruleOfEndpoint(endpoint))}`
        : `${endpoint.method} ${endpoint.path}`;
    groups.set(whole, [...(groups.get(whole) ?? []), endpoint]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const route = "entity" in first ? first.entity.path : `${first.method} ${first.path}`;
    return [
      [
        inCode(route),
        "entity" in first
          ? sayList(group.map(({ kind }) => kind))
          : sentence(escapeMarkdown(first.operation.description ?? first.operation.name)),
        escapeMarkdown(accessWords(ruleOfEndpoint(first))),
      ],
    ];
  });
}
