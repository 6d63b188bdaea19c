/**
 * The test kit: a database a test file, the real service on a real socket, actors by role, commands given/when/then.
 *
 * @packageDocumentation
 */
export {
  createTestClient,
  type TestActor,
  type TestAnswer,
  type TestBody,
  type TestClient,
} from "./client.js";
export type { CommandOutcome, CommandScenario, EmittedEvent } from "./command-scenario.js";
export { createTestDatabase, type TestDatabase } from "./database.js";
export {
  type Change,
  checkHistory,
  type History,
  type HistoryFault,
  type Read,
  type Recorder,
  recordHistory,
  type Write,
} from "./history/index.js";
export { expectIndexes, type IndexOptions, type IndexReport } from "./indexes/index.js";
export { type GivenEntry, project } from "./project.js";
export type { GivenUp } from "./settled.js";
export { type TestSystem, testSystem } from "./test-system.js";
