import { portOf } from "./dev.js";
import type { Verb } from "./verb.js";

type ServesProject = typeof import("./serve-project.js");

/** `lintel start` */
export const start: Verb = {
  name: "start",
  summary: "Serve in production: one process, JSON logs, nothing watched, nothing changed in the database.",
  examples: [
    "CATALOG_DATABASE_URL=postgresql://shop_catalog__login:secret@db:5432/shop lintel start",
    "lintel start --environment staging --port 8080 --host 0.0.0.0",
  ],
  declare: (command) =>
    command
      .option("--environment <name>", "the blueprint's environment", "production")
      .option("--port <number>", "the API's port", process.env.PORT ?? "4400")
      .option("--metrics-port <number>", "the metrics' port", "4402")
      .option("--host <address>", "the address to listen on", "0.0.0.0")
      .option("--metrics-host <address>", "where metrics are read; 0.0.0.0 for all who reach it", "127.0.0.1")
      .option("--notice <time>", "how long to go on when told to stop, so that load balancers notice", "0s")
      .option("--owner-login <reason>", "serve with a login that owns the tables, and say why that must be")
      .option(
        "--database-url <url>",
        "the database (or DATABASE_URL, or CATALOG_DATABASE_URL for a service)",
      ),
  async run({ text }) {
    const { findProject } = await import("../project/project.js");
    const { openImage } = await import("../image/index.js");
    const { whenToldToStop } = await import("./signals.js");
    const told = whenToldToStop();
    const project = findProject(process.cwd(), text("blueprint"));
    const given = {
      project,
      environment: text("environment") ?? "production",
      databaseUrl: text("databaseUrl"),
      ownerLogin: text("ownerLogin"),
      port: portOf("--port", text("port")),
      metricsPort: portOf("--metrics-port", text("metricsPort")),
      host: text("host") ?? "0.0.0.0",
      metricsHost: text("metricsHost"),
      notice: text("notice") ?? "0s",
    };
    const image = openImage(project);
    const imagined = await image?.runtime<ServesProject>().catch(() => undefined);
    const running =
      (await imagined?.serveProject(given, image)) ??
      (await (await import("./serve-project.js")).serveProject(given));
    if (!running) throw new TypeError("Without an image a project is read as it is.");
    told.second.then(() => process.exit(130));
    await running.stop(await told.first);
    return 0;
  },
};
