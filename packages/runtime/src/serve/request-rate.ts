import { createRateLimit, createRequestRate, type RequestRate } from "../guards/rate-limit/index.js";
import type { Settings } from "./settings.js";

/** Counts requests as the settings say: each caller's, and those of each tenant. */
export function requestRateOf(limit: NonNullable<Settings["rateLimit"]>): RequestRate {
  const { requests, requestsPerTenant, windowMs } = limit;
  return createRequestRate(
    createRateLimit({ requests, windowMs }),
    createRateLimit({ name: "tenant", requests: requestsPerTenant, windowMs }),
  );
}
