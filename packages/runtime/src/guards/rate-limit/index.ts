export { callerKey } from "./caller-key.js";
export { type Counted, rateLimitHeaders } from "./headers.js";
export {
  createRateLimit,
  type RateLimit,
  type RateLimitOptions,
  type RateLimitVerdict,
} from "./rate-limit.js";
export { createRequestRate, type RequestRate, type Standing } from "./request-rate.js";
