export { type Running, type ServeOptions, serve } from "./serve.js";
export { resolveSettings, type Settings, type Variables } from "./settings.js";
export { StartError, type StartErrorCode } from "./start-error.js";
