import type { Verb } from "./verb.js";

/** `lintel routes` */
export const routes: Verb = {
  name: "routes",
  summary: "List every address of the API, and who may use it.",
  examples: ["lintel routes", "lintel routes --json"],
  async run({ terminal, text }) {
    const { findProject } = await import("../project/index.js");
    const { readModel } = await import("./read-model.js");
    const { routesOf } = await import("../development/routes.js");
    const { formatTable } = await import("./table.js");
    const { model } = await readModel(findProject(process.cwd(), text("blueprint")));
    const found = routesOf(model);
    terminal.result({ system: model.name, routes: found }, (paint) =>
      formatTable(
        ["METHOD", "PATH", "WHO MAY", "OPERATION"],
        found.map((route) => [route.method, route.path, route.access, route.operation]),
        paint,
      ),
    );
    return 0;
  },
};
