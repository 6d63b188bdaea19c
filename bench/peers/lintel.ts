/**
 * Lintel serving the commerce example, everything on: tokens, validation, row rules, rate limit, headers, metrics, trace
 * context. A process of its own, with DATABASE_URL and ISSUER (JSON). PAGE_SIZE: the rows that a page may have, 100 unless told.
 */
import { environment } from "@lintel/runtime";
import { loadServer } from "@lintel/runtime/tools";
import { commerceBlueprint } from "../commerce.js";

/** The rate limit counts every request, and lets all of them through. */
const unlimited = environment({
  rateLimit: { requests: 1_000_000_000, window: "1m" },
  limits: { pageSize: Number(process.env.PAGE_SIZE ?? 100) },
});

const { serve } = await loadServer();
const running = await serve({
  system: { ...(await commerceBlueprint()), environments: { development: unlimited } },
  environment: "development",
  databaseUrl: process.env.DATABASE_URL ?? "",
  port: 0,
  metricsPort: 0,
  development: JSON.parse(process.env.ISSUER ?? "null"),
  log: "none",
  signals: true,
});
process.stdout.write(`${running.url}\n`);
