import { endpointsOf } from "@lintel/runtime/tools";
import type { Architecture } from "../../architecture.js";
import {
  anchorOfHeading,
  escapeMarkdown,
  heading,
  inCode,
  link,
  picture,
  section,
  table,
} from "../../text/index.js";
import { sentence } from "../decision-lines.js";
import { serviceHeading } from "../system/index.js";

/** Each service in a line. */
export function servicesAtAGlance({ needs, model, cut }: Architecture): string {
  const endpoints = endpointsOf(model);
  return section(
    heading(2, "Services at a glance"),
    picture(
      `The services of ${needs.name}, what they keep and whom they talk to.`,
      "diagrams/containers.svg",
    ),
    table(
      ["Service", "What it does", "Keeps", { title: "Routes", align: "right" }, "Tells", "Uses"],
      model.services.map((service) => {
        const { name, description, entities, events, uses, webhooks } = service;
        const does = description ?? cut.services.find((one) => one.name === name)?.does ?? "";
        const own = new Set(webhooks ? ["webhookEndpoint", "webhookDelivery"] : []);
        const told = events.filter((event) => !event.name.startsWith("webhook"));
        const routes = endpoints.filter(
          (one) => ("entity" in one ? one.entity : one.operation).service === name,
        );
        return [
          link(name, `system.md#${anchorOfHeading(serviceHeading(name))}`),
          sentence(escapeMarkdown(does)),
          entities
            .filter((entity) => !own.has(entity.name))
            .map((entity) => inCode(entity.name))
            .join(", "),
          String(routes.length),
          told.map((event) => inCode(event.name)).join(", "),
          [...new Set(Object.values(uses))].map(escapeMarkdown).join(", "),
        ];
      }),
    ),
  );
}
