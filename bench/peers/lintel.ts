/**
 * Lintel serving the commerce example, everything on. A process of its own, with DATABASE_URL and ISSUER (JSON).
 */
import { serve } from "@lintel/runtime/tools";
import commerce from "../../examples/commerce/blueprint.js";

const running = await serve({
  system: commerce,
  environment: "bench",
  databaseUrl: process.env.DATABASE_URL ?? "",
  port: Number(process.env.PORT ?? 0),
  metricsPort: false,
  development: JSON.parse(process.env.ISSUER ?? "null"),
  log: "none",
  signals: true,
});
process.stdout.write(`${running.url}\n`);
