import type { Architecture } from "../../../architecture.js";
import type { Alert, Select } from "../alert.js";
import { jobOf, objectivesOf } from "../objectives.js";
import { budgetAlerts } from "./budgets.js";
import { consumerAlerts, feedAlerts, projectionAlerts, webhookAlerts } from "./followers.js";
import { logAlerts } from "./log.js";
import { issuerAlerts, outsideAlerts, servingAlerts } from "./serving.js";

/** Alerts that belong together, as a group of Prometheus. */
export interface AlertGroup {
  readonly name: string;
  readonly alerts: readonly Alert[];
}

/** Seconds that followers may hear of a change late, where the brief does not say. */
const usualFreshness = 5;
/** The same of read models. */
const usualAge = 60;

/** How long whoever is called tries alone: a quarter of the recovery time, from 2 to 15 minutes. */
function patienceOf(seconds: number): string {
  return `${Math.min(15, Math.max(2, Math.floor(seconds / 240)))} minutes`;
}

/** What is looked for, by what the system has: nothing of logs where no service has one. */
export function alertGroupsOf({ needs, model, capacity }: Architecture): readonly AlertGroup[] {
  const select: Select = (metric, labels) =>
    `${metric}{${jobOf(model.name)}${labels === undefined ? "" : `,${labels}`}}`;
  const { services } = model;
  const entities = services.flatMap((service) => service.entities);
  const isOne = capacity.machines.instances === 1;
  const freshness = needs.freshness?.value.usual ?? usualFreshness;
  const groups: readonly (readonly [string, boolean, () => readonly Alert[]])[] = [
    ["budgets", true, () => budgetAlerts(objectivesOf({ needs, model }), model.name)],
    ["serving", true, () => servingAlerts(select, { isOne, patience: patienceOf(needs.rto.value) })],
    [
      "issuer",
      model.environments.production?.settings.authentication !== undefined,
      () => issuerAlerts(select),
    ],
    ["outside", needs.systems.some(({ direction }) => direction !== "in"), () => outsideAlerts(select)],
    ["log", services.some(({ log }) => log !== undefined), () => logAlerts(select)],
    ["consumers", services.some(({ consumers }) => consumers.length > 0), () => consumerAlerts(select)],
    [
      "projections",
      entities.some(({ projection }) => projection),
      () => projectionAlerts(select, needs.freshness?.value.usual ?? usualAge),
    ],
    ["webhooks", services.some(({ webhooks }) => webhooks), () => webhookAlerts(select)],
    ["feeds", entities.some(({ feed }) => feed), () => feedAlerts(select, freshness)],
  ];
  return groups.filter(([, isThere]) => isThere).map(([name, , alerts]) => ({ name, alerts: alerts() }));
}
