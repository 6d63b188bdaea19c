import { keepPassword, newPassword } from "./password.js";
import type { Placement } from "./placement.js";
import { explainProgramFailure } from "./program-failure.js";
import { runProgram } from "./run-program.js";
import type { ServiceUser } from "./service-user.js";
import type { UsableBinaries } from "./usable-binaries.js";

/**
 * Gives the superuser a new password when the file with the old one was lost, through PostgreSQL's
 * single-user mode: no server may run on the cluster.
 */
export async function resetPassword(
  placement: Placement,
  binaries: UsableBinaries,
  user: ServiceUser,
): Promise<string> {
  const password = newPassword();
  const parameters = ["--single", "-D", placement.cluster, "-c", "log_min_messages=fatal", "postgres"];
  const input = `ALTER ROLE lintel PASSWORD '${password}'\n`;
  const result = await runProgram(binaries.postgres, parameters, { user, input });
  // Single-user mode ends with status 0 even when the statement failed.
  if (result.status !== 0 || result.output.includes("ERROR:")) {
    throw explainProgramFailure(binaries.postgres, result, placement);
  }
  keepPassword(placement.secret, password);
  return password;
}
