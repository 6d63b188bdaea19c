import type { ServiceModel } from "../blueprint/index.js";
import { openLogConnection } from "../postgres/log/index.js";
import { writeRevocation } from "./revocation-store.js";
import type { Revocation } from "./revocations.js";

/**
 * Writes a revocation into a database in which nothing else has to run: for each of the services that has the table for it there, as the
 * role of the service. Every process that serves the system notices within about a second. Gives the names of those services; one is enough.
 * Rejects with `ConnectionLost` where the database does not answer.
 */
export async function revokeByHand(
  url: string,
  services: readonly Pick<ServiceModel, "name" | "role" | "schema">[],
  revocation: Revocation,
): Promise<readonly string[]> {
  const written: string[] = [];
  for (const { name, role, schema } of services) {
    const client = await openLogConnection({ url, role, schema, applicationName: "lintel token revoke" });
    const run = async ({ text, values = [] }: { text: string; values?: readonly unknown[] }) => {
      const encoded = values.map((value) => (value === null ? null : String(value)));
      await client.run({ text, name: "", label: "revoke" }, encoded);
      return [];
    };
    try {
      const found = await client.run(
        { text: "select to_regclass('revoked_tokens')", name: "", label: "find" },
        [],
      );
      if (found[0]?.[0] == null) continue;
      await writeRevocation({ run }, revocation);
      written.push(name);
    } finally {
      await client.end();
    }
  }
  return written;
}
