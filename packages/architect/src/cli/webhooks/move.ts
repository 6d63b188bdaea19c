import type { ExitCode, Given } from "../verb.js";
import { findEndpoint, positionFrom, withOfferings } from "./endpoints.js";

/** Has the endpoint that is named go on: where it is, or where `--from` says. */
export async function moveEndpoint(
  given: Given,
  { enable }: { readonly enable: boolean },
): Promise<ExitCode> {
  const { moveStatement, steerEndpoint } = await import("@lintel/runtime/tools");
  const from = given.text("from");
  return withOfferings(given, async (offerings) => {
    const found = await findEndpoint(offerings, given.arguments[0]);
    const { service, client, endpoint } = found;
    const position = await positionFrom(found, from);
    await steerEndpoint(
      client,
      moveStatement(service.schema, { endpoint: endpoint.id, position, from, enable }),
    );
    const after = position ?? endpoint.position;
    given.terminal.result(
      { endpoint: endpoint.id, isEnabled: enable || endpoint.isEnabled, position: after },
      () => `${endpoint.id} goes on after position ${after}.`,
    );
    return 0;
  });
}
