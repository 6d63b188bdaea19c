import type { SystemModel } from "../blueprint/index.js";
import { prepareEvent } from "./event.js";
import { prepareInput } from "./operation.js";
import { prepareValues } from "./values.js";

/**
 * Compiles every validator of the system, which otherwise the first request of each kind waits for. Throws `Error`
 * where a JSON Schema or a pattern of the blueprint does not compile. Gives way between pieces of work, so that a
 * server that already listens goes on answering.
 */
export async function warmUp(system: SystemModel): Promise<void> {
  for (const service of system.services) {
    for (const entity of service.entities) {
      prepareValues(entity);
      await new Promise(setImmediate);
    }
    for (const operation of [...service.commands, ...service.queries]) prepareInput(operation);
    for (const event of service.events) prepareEvent(event);
  }
}
