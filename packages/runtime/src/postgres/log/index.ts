/** The tables of a log, and every statement about them. */
export { quoteJson } from "../json.js";
export { emptySlotGrant } from "../schema/empty-slot.js";
export {
  type AppendCondition,
  type Appended,
  type Appending,
  appendOnCondition,
  appendTransactions,
  type CommittedTransaction,
  type ConditionalAppend,
  type Forgetting,
  type Progress,
  type ServerMoment,
} from "./append.js";
export { appendedChannel, writtenChannel } from "./channels.js";
export {
  type LogClient,
  type LogConnection,
  type LogConnectionOptions,
  openLogConnection,
} from "./client.js";
export { type LogHead, readHead, type Turn } from "./head.js";
export { leaseTimes, releaseLease, renewLease, takeLease } from "./lease.js";
export { type Looking, look, nothingSeen } from "./look.js";
export { logTables } from "./names.js";
export { isLockTimeout, settleOrigin } from "./origin.js";
export { type Placing, placeTransactions } from "./placed.js";
export {
  type EntryKind,
  type EntryPage,
  type LogEntry,
  type ReadFrom,
  type ReadLimits,
  readEntries,
} from "./read.js";
export { readPlaced } from "./read-placed.js";
export { type ToldRow, toldRowsStatement } from "./rows.js";
export { type Seen, seenStatement } from "./seen.js";
export { type LogSheet, readSheet, type SheetTransaction, type Span, sheetOf } from "./sheet.js";
export { emptySlot, moveFirstKept, readSlots, type SlotState } from "./slots.js";
export { type LogStatus, readLogStatus } from "./status.js";
export { logTableStatements } from "./tables.js";
export {
  type CommittedBatch,
  dropIdleSlot,
  openWalSource,
  readFlushed,
  readKeptSlot,
  readWalSupport,
  TurnLost,
  type WalChange,
  type WalSource,
} from "./wal/index.js";
export { ringWrittenBell } from "./written-bell.js";
