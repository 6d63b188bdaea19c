/** Lintel serving two services, of which one writes each change into its log. A process of its own, as the peers are. */
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
