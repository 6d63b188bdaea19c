/** Webhooks of a service: how they are described, and what that brings. */
export {
  type deliveryEntity,
  type endpointEntity,
  type WebhookCommandName,
  webhookCommands,
  webhookEvents,
} from "./parts.js";
export { type WebhooksModel, webhookEntityNames, webhooksOf, withWebhooks } from "./with-webhooks.js";
