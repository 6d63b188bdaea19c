export { callerKey } from "./caller-key.js";
export { rateLimitHeaders } from "./headers.js";
export {
  createRateLimit,
  type RateLimit,
  type RateLimitOptions,
  type RateLimitVerdict,
} from "./rate-limit.js";
