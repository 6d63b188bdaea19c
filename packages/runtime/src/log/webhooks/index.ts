/** Webhooks: events of a service sent to integrators over HTTP, signed, in order, at least once. */
export { type OwnContext, type WebhookCommands, webhookCommandsOf } from "./commands.js";
export type { DestinationRules, ResolveName } from "./destination.js";
export { startWebhooks } from "./engine.js";
export { createPoster, type Poster } from "./post.js";
export { createSealer, type Sealer } from "./seal.js";
