import type { RuleData } from "../access.js";
import { readNetwork } from "../network.js";
import { usualTerms } from "../webhook-options.js";
import { webhookCommands, webhookEntityNames, webhookEvents } from "../webhooks/index.js";
import { nameInstead } from "./closest-name.js";
import { tableOf } from "./derived-names.js";
import { readDuration } from "./durations.js";
import { isForDevelopment, setting } from "./environment-settings.js";
import { isNamed, isRule, type Named } from "./recognise.js";
import { within } from "./spot.js";
import { type Survey, type SurveyedService, valueAt } from "./survey.js";
import { found, type SystemCheck } from "./system-check.js";

const options = ["events", "manage", "manageAll", "maxEndpoints", "retries", "overlap", "keepDeliveries"];
const tables = ["webhook_endpoints", "webhook_deliveries", "webhook_states"];

interface Offering {
  readonly service: SurveyedService;
  readonly webhooks: Named;
}

function offering({ services }: Survey): readonly Offering[] {
  return services.flatMap((service) =>
    service.webhooks === undefined
      ? []
      : [{ service, webhooks: isNamed(service.webhooks) ? service.webhooks : {} }],
  );
}

/** Whether a rule asks for somebody with a token, and for nothing about a row. */
function isOfSomebody(rule: RuleData): boolean {
  if (rule.kind === "anyOf") return rule.rules.length > 0 && rule.rules.every(isOfSomebody);
  if (rule.kind === "allOf") return rule.rules.length > 0 && rule.rules.every(isOfSomebody);
  return rule.kind === "signedIn" || rule.kind === "role" || rule.kind === "nobody";
}

function retriesOf(webhooks: Named): readonly unknown[] {
  return Array.isArray(webhooks.retries) ? webhooks.retries : usualTerms.retries;
}

/** Webhooks: what a service offers, and where environments let it send. */
export const webhookChecks: readonly SystemCheck[] = [
  {
    code: "WEBHOOK_OPTION_UNKNOWN",
    severity: "error",
    rule: "Webhooks take only the options that there are.",
    *find(survey) {
      for (const { service, webhooks } of offering(survey)) {
        if (!isNamed(service.webhooks))
          yield found(
            within(service, ".webhooks"),
            service.webhooks,
            "Write webhooks: { events: [...], manage: role(...) }.",
          );
        for (const option of Object.keys(webhooks)) {
          if (!options.includes(option))
            yield found(within(service, `.webhooks.${option}`), option, nameInstead(option, options));
        }
      }
    },
  },
  {
    code: "WEBHOOK_EVENT_UNKNOWN",
    severity: "error",
    rule: "Webhooks offer at least one event, and each is an event of the service, named once.",
    *find(survey) {
      for (const { service, webhooks } of offering(survey)) {
        const names = service.events.map(({ name }) => name);
        const offered: readonly unknown[] = Array.isArray(webhooks.events) ? webhooks.events : [];
        if (offered.length === 0)
          yield found(
            within(service, ".webhooks.events"),
            webhooks.events,
            `Name at least one of: ${names.join(", ")}.`,
          );
        for (const [position, name] of offered.entries()) {
          const spot = within(service, `.webhooks.events[${position}]`);
          if (!names.includes(String(name))) yield found(spot, name, nameInstead(String(name), names));
          else if (offered.indexOf(name) < position) yield found(spot, name, "Take out the second.");
        }
      }
    },
  },
  {
    code: "WEBHOOK_ACCESS_INVALID",
    severity: "error",
    rule: "Endpoints are looked after by somebody with a token: signedIn or role(...), and nothing about a row.",
    *find(survey) {
      for (const { service, webhooks } of offering(survey)) {
        for (const slot of ["manage", "manageAll"]) {
          const rule = webhooks[slot];
          if (slot === "manageAll" && rule === undefined) continue;
          if (isRule(rule) && isOfSomebody(rule.data)) continue;
          const shown = isRule(rule) ? rule.data.kind : rule;
          yield found(within(service, `.webhooks.${slot}`), shown, `Write ${slot}: role("integrator").`);
        }
      }
    },
  },
  {
    code: "WEBHOOK_LIMIT_INVALID",
    severity: "error",
    rule: "One may have from 1 to 1,000 endpoints, and a message is tried again from 1 to 20 times, each within 7 days of the last.",
    *find(survey) {
      for (const { service, webhooks } of offering(survey)) {
        const { maxEndpoints, retries } = webhooks;
        const isCount =
          Number.isInteger(maxEndpoints) && Number(maxEndpoints) >= 1 && Number(maxEndpoints) <= 1_000;
        if (maxEndpoints !== undefined && !isCount)
          yield found(
            within(service, ".webhooks.maxEndpoints"),
            maxEndpoints,
            "Write a whole number from 1 to 1,000.",
          );
        const isList = Array.isArray(retries) && retries.length >= 1 && retries.length <= 20;
        if (retries !== undefined && !isList)
          yield found(
            within(service, ".webhooks.retries"),
            retries,
            `Write 1 to 20 waits, such as ["5s", "5m", "2h"].`,
          );
      }
    },
  },
  {
    code: "WEBHOOK_RETRIES_OUTLIVE_LOG",
    severity: "warning",
    rule: "The log of a service is kept for longer than a message is tried again.",
    *find(survey) {
      for (const { service, webhooks } of offering(survey)) {
        const keep = readDuration(valueAt(service.log, "keep") ?? "7d");
        const waits = retriesOf(webhooks).reduce((sum: number, one) => sum + (readDuration(one) ?? 0), 0);
        if (keep === undefined || waits * 1.2 < keep) continue;
        yield found(
          within(service, ".webhooks.retries"),
          retriesOf(webhooks),
          "Keep the log for longer (log: { keep: ... }), or try for less long: what is not kept any more is not delivered.",
        );
      }
    },
  },
  {
    code: "WEBHOOK_NAME_TAKEN",
    severity: "error",
    rule: "Where webhooks are offered, the names of what belongs to them are Lintel's.",
    *find(survey) {
      const fix = "Choose another name: webhooks bring one of this name.";
      const commands = Object.keys(webhookCommands(["any"]));
      for (const { service } of offering(survey)) {
        for (const entity of service.entities.values()) {
          if (webhookEntityNames.includes(entity.name) || tables.includes(tableOf(entity)))
            yield found(entity, entity.name, fix);
        }
        for (const one of service.operations) {
          if (commands.includes(one.name) || ["webhookEndpoints", "webhookDeliveries"].includes(one.name))
            yield found(one, one.name, fix);
        }
        for (const event of service.events) {
          if (Object.hasOwn(webhookEvents, event.name)) yield found(event, event.name, fix);
        }
      }
    },
  },
  {
    code: "WEBHOOK_SECRET_MISSING",
    severity: "error",
    rule: "Where webhooks are offered, an environment has a secret, with which theirs are sealed.",
    *find(survey) {
      if (offering(survey).length === 0) return;
      for (const environment of survey.environments) {
        if (isForDevelopment(environment) || environment.settings.secret !== undefined) continue;
        yield found(environment, Object.keys(environment.settings), 'Write secret: env("SECRET").');
      }
    },
  },
  {
    code: "WEBHOOK_DESTINATION_UNSAFE",
    severity: "error",
    rule: "Webhooks go over https and to ports that are named, wherever others than the developer are.",
    *find(survey) {
      for (const name of ["http", "ports"]) {
        for (const one of setting(survey, "webhooks", name)) {
          const ports = Array.isArray(one.value) ? one.value : [];
          const isOdd = ports.some(
            (port) => !Number.isInteger(port) || Number(port) < 1 || Number(port) > 65_535,
          );
          const isWide = one.value === true || one.value === "any";
          const isPlain =
            name === "http" ? typeof one.value === "boolean" : isWide || Array.isArray(one.value);
          if (isPlain && !isOdd && (!isWide || isForDevelopment(one.environment))) continue;
          yield found(one, one.value, name === "http" ? "Take it out." : "Name the ports: ports: [8443].");
        }
      }
    },
  },
  {
    code: "WEBHOOK_NETWORK_INVALID",
    severity: "error",
    rule: "A network that is not public and that webhooks may reach is an address or a range, and has a reason.",
    *find(survey) {
      for (const one of setting(survey, "webhooks", "networks")) {
        const networks: readonly unknown[] = Array.isArray(one.value) ? one.value : [one.value];
        for (const [position, network] of networks.entries()) {
          const [range, because] = [valueAt(network, "network"), valueAt(network, "because")];
          const hasReason = typeof because === "string" && because.trim() !== "";
          if (typeof range === "string" && readNetwork(range) && hasReason) continue;
          yield found(
            within(one, `[${position}]`),
            network,
            'Write { network: "10.20.0.0/16", because: "the warehouse listens there" }.',
          );
        }
      }
    },
  },
];
