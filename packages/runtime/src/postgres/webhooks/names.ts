import { quote } from "../identifier.js";

/** The tables of the webhooks of a service. What the columns of the third mean stands with `describeWebhookStates`. */
export const webhookTables = Object.freeze({
  endpoints: "webhook_endpoints",
  deliveries: "webhook_deliveries",
  states: "webhook_states",
});

export function webhookTable(schema: string, table: keyof typeof webhookTables): string {
  return `${quote(schema)}.${quote(webhookTables[table])}`;
}
