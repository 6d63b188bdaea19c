import { portOf } from "./dev.js";
import type { Verb } from "./verb.js";

/** `lintel start` */
export const start: Verb = {
  name: "start",
  summary: "Serve in production: one process, JSON logs, nothing watched, nothing changed in the database.",
  examples: [
    "DATABASE_URL=postgresql://app:secret@db:5432/app lintel start",
    "lintel start --environment staging --port 8080 --host 0.0.0.0",
  ],
  declare: (command) =>
    command
      .option("--environment <name>", "the blueprint's environment", "production")
      .option("--port <number>", "the API's port", process.env.PORT ?? "4400")
      .option("--metrics-port <number>", "the metrics' port", "4402")
      .option("--host <address>", "the address to listen on", "0.0.0.0")
      .option("--metrics-host <address>", "where metrics are read; 0.0.0.0 for all who reach it", "127.0.0.1")
      .option(
        "--database-url <url>",
        "the database (or DATABASE_URL, or CATALOG_DATABASE_URL for a service)",
      ),
  async run({ text }) {
    const { findProject } = await import("../project/index.js");
    const { readModel } = await import("./read-model.js");
    const { startProduction } = await import("./start-production.js");
    const { whenToldToStop } = await import("./signals.js");
    const told = whenToldToStop();
    const project = findProject(process.cwd(), text("blueprint"));
    const running = await startProduction({
      project,
      ...(await readModel(project)),
      environment: text("environment") ?? "production",
      databaseUrl: text("databaseUrl"),
      port: portOf("--port", text("port")),
      metricsPort: portOf("--metrics-port", text("metricsPort")),
      host: text("host") ?? "0.0.0.0",
      metricsHost: text("metricsHost"),
    });
    told.second.then(() => process.exit(130));
    await running.stop(await told.first);
    return 0;
  },
};
