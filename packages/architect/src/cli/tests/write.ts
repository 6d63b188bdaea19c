import { requireBrief } from "../../gate/index.js";
import { makeTests, noteTests, requirementsIn, type WrittenTests } from "../../practice/tests/index.js";
import { findProject } from "../../project/index.js";
import { ToolError } from "../../tool-error.js";
import { readModel } from "../read-model.js";
import { counted } from "../table.js";
import type { Paint } from "../terminal.js";
import type { ExitCode, Given } from "../verb.js";

/** Writes the tests that are not there yet. */
export async function write({ terminal, text, options, arguments: given }: Given): Promise<ExitCode> {
  const rest = [...(options.closed === true ? ["--closed"] : []), ...given];
  if (rest.length > 0) {
    throw new ToolError(
      "OPTION_MISPLACED",
      `This is for --record: ${rest.join(" ")}.`,
      `lintel tests --record ${options.closed === true ? "--closed " : ""}${given.length > 0 ? `-- ${given.join(" ")}` : ""}`.trimEnd(),
      { exitCode: 2 },
    );
  }
  const project = findProject(process.cwd(), text("blueprint"));
  const { system } = await readModel(project);
  await requireBrief(project, "tests", system);
  const written = await makeTests(project, system, requirementsIn(project.directory));
  await noteTests(project.directory);
  terminal.result(written, (paint) => formatWritten(written, paint));
  return 0;
}

function formatWritten(written: WrittenTests, paint: Paint): string {
  const { created, updated, unchanged, kept, superseded } = written;
  const lines = [
    ...created.map((file) => `${paint("green", "created")}    ${file}`),
    ...updated.map((file) => `${paint("green", "updated")}    ${file}`),
    ...kept.flatMap(({ file, missing, to }) => [
      `${paint("cyan", "yours")}      ${file}${missing.length > 0 ? `; what it lacks is in ${to}:` : ""}`,
      ...missing.map((name) => `             ${name}`),
    ]),
    ...superseded.map(
      (file) => `${paint("yellow", "not needed")} ${file}: nothing asks for it any more; rm ${file}`,
    ),
    ...(unchanged.length > 0 ? [`${counted(unchanged.length, "file")} as before`] : []),
  ];
  if (created.length + updated.length > 0) {
    lines.push("", `${paint("dim", "next:")} lintel tests --record`);
  }
  return lines.length === 0 ? "Nothing asks for a test yet." : lines.join("\n");
}
