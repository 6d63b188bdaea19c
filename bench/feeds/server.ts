/** Lintel serving one feed, as a process of its own. */
import { loadServer } from "@lintel/runtime/tools";
import { blueprint } from "./blueprint.js";

const { serve } = await loadServer();
const running = await serve({
  system: blueprint,
  environment: "test",
  databaseUrl: process.env.DATABASE_URL ?? "",
  port: 0,
  metricsPort: 0,
  development: JSON.parse(process.env.ISSUER ?? "null"),
  log: "none",
  signals: true,
});
process.stdout.write(`${running.url}\n`);
