/** The evidence that tests were seen red before they were green. */
export {
  entryOf,
  type LedgerEntry,
  type Red,
  type Seen,
  type Sighting,
  type TestLedger,
  withSightings,
} from "./ledger.js";
export { keepSightings, ledgerFile, readLedger } from "./store.js";
