/** The ordered log of a service: who gives positions, reading by position, following. */

export { type ArchivedEntry, readArchive } from "./archive/index.js";
export { type BootstrapOptions, bootstrap } from "./bootstrap.js";
export { changedFields } from "./changed-fields.js";
export { type EntrySource, toCloudEvent } from "./cloud-event.js";
export { type Consumer, startConsumer } from "./consumers/index.js";
export { entityRowEncoder, loggedRow, loggedValue } from "./entity-row.js";
export { type HandOver, snapshotAnd, tailAfter } from "./hand-over.js";
export { type LogOrder, orderSource } from "./order.js";
export { formatPosition, type LogPosition, parseCursor, parsePosition } from "./position.js";
export {
  type Commits,
  createCommits,
  createProjector,
  foldEntries,
  isOneDatabase,
  type ProjectedRow,
  type ProjectionsOptions,
  startProjections,
} from "./projections/index.js";
export { createLogReader, type LogPage, type LogReader, type ReaderOptions } from "./reader.js";
export type { Keeping } from "./retention.js";
export { createRowReader, type LoggedRow, type RowReader } from "./row-reader.js";
export { type Sequencer, type SequencerOptions, startSequencer } from "./sequencer.js";
export {
  type Advance,
  type CommitSource,
  type OpenSource,
  type SourceContext,
  snapshotSource,
} from "./source.js";
export { type LogSettings, type Logs, type LogsOptions, startLogs } from "./start-logs.js";
export { type TenantEntry, tenantOfEntry } from "./tenant-of-entry.js";
export { utcMoment } from "./utc-moment.js";
export type {
  Worker,
  WorkerOptions,
  Workers,
  WorkerTurn,
} from "./workers.js";
