import type { Happening, Moved, Ready } from "../development/index.js";
import { withoutPassword } from "../development/index.js";
import type { Project } from "../project/index.js";
import { formatFindings } from "./findings.js";
import { formatFailure } from "./report-failure.js";
import { counted, duration } from "./table.js";
import type { Paint, Terminal } from "./terminal.js";

/** Shows what happens in `lintel dev`: the banner on stdout, all else on stderr. With --json a line each, on stdout. */
export function createDevelopmentScreen(
  terminal: Terminal,
  project: Project,
): (happening: Happening) => void {
  if (terminal.json)
    return (happening) => void process.stdout.write(`${JSON.stringify(asData(happening))}\n`);
  return (happening) => {
    if (happening.is === "ready") {
      terminal.result(undefined, (paint) => banner(happening.ready, happening.milliseconds, paint));
      return;
    }
    terminal.note((paint) => describe(happening, project, paint));
  };
}

function describe(happening: Exclude<Happening, { is: "ready" }>, project: Project, paint: Paint): string {
  switch (happening.is) {
    case "doing":
      return paint("dim", `${happening.what} ...`);
    case "saved":
      return paint("dim", `saved     ${happening.files.join(", ")}`);
    case "reloaded": {
      const changes = happening.changes > 0 ? `, ${counted(happening.changes, "change")} of the schema` : "";
      const told = `${paint("green", "reloaded")}  in ${duration(happening.milliseconds)}${changes}`;
      return [told, ...movedLines(happening.moved, paint)].join("\n");
    }
    case "warned":
      return formatFindings("", happening.findings, project.directory, paint);
    case "refused": {
      const { failure, findings, serving } = happening;
      const what =
        findings.length > 0
          ? formatFindings("", findings, project.directory, paint)
          : formatFailure(failure, paint);
      const then = serving
        ? "The version before goes on serving."
        : "Nothing is served until a file is saved.";
      return `${what}\n${paint("yellow", then)}`;
    }
    case "crashed": {
      const how = typeof happening.how === "number" ? `code ${happening.how}` : happening.how;
      return `${paint("red", "crashed")}  The server ended with ${how}; the lines above say why. It starts again when a file is saved.`;
    }
  }
}

/** What the terminal shows first: everything that one wants to know, and nothing that needs a second look. */
function banner(ready: Ready, milliseconds: number, paint: Paint): string {
  const { system, api, metrics, databaseUrl, moved, examples } = ready;
  const rows = [
    ["API", api],
    ["Docs", `${api}/docs`],
    ["Health", `${api}/health/ready`],
    ...(metrics ? [["Metrics", metrics]] : []),
    ["Database", withoutPassword(databaseUrl)],
  ];
  return [
    "",
    `${paint("bold", system)}  ready in ${duration(milliseconds)}`,
    "",
    ...rows.map(([name = "", value = ""]) => `  ${paint("dim", name.padEnd(9))} ${paint("cyan", value)}`),
    ...movedLines(moved, paint),
    ...(examples.length > 0 ? ["", paint("dim", "Try:"), ...examples] : []),
    "",
  ].join("\n");
}

function movedLines(moved: readonly Moved[], paint: Paint): readonly string[] {
  return moved.map(({ what, from, to }) =>
    paint(
      "yellow",
      `  Port ${from} is taken: ${what === "metrics" ? "metrics are" : `the ${what} is`} at ${to}.`,
    ),
  );
}

function asData(happening: Happening): unknown {
  if (happening.is !== "ready") return happening;
  return {
    ...happening,
    ready: { ...happening.ready, databaseUrl: withoutPassword(happening.ready.databaseUrl) },
  };
}
