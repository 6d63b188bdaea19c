import type { SystemModel } from "../blueprint/index.js";
import { prepareEvent } from "./event.js";
import { prepareInput } from "./operation.js";
import { prepareValues } from "./values.js";

/**
 * Compiles every validator of the system, which otherwise the first request of each kind waits for. Throws `Error`
 * where a JSON Schema or a pattern of the blueprint does not compile. Waits for `giveWay` before each piece of work, so
 * that a server that already listens goes on answering.
 */
export async function warmUp(system: SystemModel, giveWay: () => Promise<unknown>): Promise<void> {
  for (const service of system.services) {
    for (const entity of service.entities) {
      for (const prepare of prepareValues(entity)) {
        await giveWay();
        prepare();
      }
    }
    for (const operation of [...service.commands, ...service.queries]) {
      await giveWay();
      prepareInput(operation);
    }
    for (const event of service.events) {
      await giveWay();
      prepareEvent(event);
    }
  }
}
