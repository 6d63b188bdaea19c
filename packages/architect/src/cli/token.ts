import { randomUUID } from "node:crypto";
import { ToolError } from "../tool-error.js";
import type { Verb } from "./verb.js";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const LONGEST_MS = 30 * 24 * 3_600_000;

/** `lintel token` */
export const token: Verb = {
  name: "token",
  summary: "Make a token for development. Only `lintel dev` of this project believes it.",
  examples: [
    "lintel token --role catalog-manager",
    "lintel token --role editor --role auditor --subject 0199b3c4-5d6e-7f80-9123-456789abcdef --expires 1h",
    'curl -H "Authorization: Bearer $(lintel token)" http://localhost:4400/v1/tasks',
  ],
  declare: (command) =>
    command
      .option("--role <name>", "a role that it carries; can be said again", collect, [])
      .option("--subject <uuid>", "whom it speaks for (default: a new UUID)")
      .option("--tenant <uuid>", "the tenant that it is of, where rows are of tenants")
      .option("--expires <time>", "for how long it is good, such as 30m or 8h", "8h"),
  async run({ terminal, options, text }) {
    const { issueToken, milliseconds } = await import("@lintel/runtime/tools");
    const { findProject, loadBlueprint } = await import("../project/index.js");
    const { developmentIssuer } = await import("../project/development-keys.js");
    const { rolesOf } = await import("../development/roles.js");
    const project = findProject(process.cwd(), text("blueprint"));
    const lifetime = lifetimeOf(text("expires") ?? "8h", milliseconds);
    const roles = options.role as readonly string[];
    const known = roles.length > 0 ? rolesOf(await loadBlueprint(project)) : [];
    for (const role of roles) {
      if (known.includes(role)) continue;
      terminal.note(
        (paint) =>
          `${paint("yellow", "note")}  no access rule names the role "${role}"${known.length > 0 ? ` (they name ${known.join(", ")})` : ""}`,
      );
    }
    const subject = text("subject") ?? randomUUID();
    const tenant = tenantOf(text("tenant"));
    const made = await issueToken(developmentIssuer(project), { roles, subject, tenant, lifetime });
    const expires = new Date(Date.now() + lifetime).toISOString();
    terminal.result({ token: made, subject, roles, ...(tenant && { tenant }), expires }, () => made);
    return 0;
  },
};

function collect(value: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, value];
}

function tenantOf(given: string | undefined): string | undefined {
  if (given === undefined || UUID.test(given)) return given?.toLowerCase();
  throw new ToolError(
    "TENANT_INVALID",
    `"${given}" is not the id of a tenant: a UUID.`,
    "Write it so: lintel token --tenant 0199b3c4-5d6e-7f80-9123-456789abcdef",
    { exitCode: 2 },
  );
}

function lifetimeOf(given: string, milliseconds: (duration: never) => number): number {
  try {
    const lifetime = milliseconds(given as never);
    if (lifetime >= 1_000 && lifetime <= LONGEST_MS) return lifetime;
  } catch {
    // The message below says what was expected.
  }
  throw new ToolError(
    "DURATION_INVALID",
    `"${given}" is not a time for which a token can be good: 1s to 720h.`,
    "Write it so: lintel token --expires 30m",
    { exitCode: 2 },
  );
}
