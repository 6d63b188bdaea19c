/** Lintel with one reader of one log, named by READER. A process of its own. */
import { loadServer } from "@lintel/runtime/tools";
import { blueprintOf, readers } from "./blueprint.js";

const reader = readers.find((one) => one === process.env.READER);
if (!reader) throw new Error(`READER is ${process.env.READER}; expected one of ${readers.join(", ")}.`);
const { serve } = await loadServer();
const running = await serve({
  system: blueprintOf(reader),
  environment: "test",
  databaseUrl: process.env.DATABASE_URL ?? "",
  port: 0,
  metricsPort: 0,
  development: JSON.parse(process.env.ISSUER ?? "null"),
  log: "none",
  signals: true,
});
process.stdout.write(`${running.url}\n`);
