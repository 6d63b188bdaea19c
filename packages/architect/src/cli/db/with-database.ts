import { type OpenDatabase, openDatabase } from "../../development/index.js";
import { findProject, type Project } from "../../project/index.js";
import type { ExitCode, Given } from "../verb.js";

export interface OnDatabase extends OpenDatabase {
  readonly project: Project;
}

/** Does `work` on the database of the project, which is open for that time and closed in every case. */
export async function withDatabase(
  { terminal, text }: Pick<Given, "terminal" | "text">,
  work: (database: OnDatabase) => Promise<ExitCode>,
): Promise<ExitCode> {
  const project = findProject(process.cwd(), text("blueprint"));
  const database = await openDatabase(project, {
    databaseUrl: text("databaseUrl"),
    onProgress: (message) => terminal.note((paint) => paint("dim", `${message} ...`)),
  });
  try {
    return await work({ ...database, project });
  } finally {
    await database.stop();
  }
}
