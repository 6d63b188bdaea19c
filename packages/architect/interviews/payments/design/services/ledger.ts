import {
  by,
  date,
  entity,
  id,
  integer,
  list,
  many,
  money,
  notImplemented,
  reference,
  role,
  service,
  signedIn,
  text,
  timestamp,
} from "@lintel/runtime";
import { sellers } from "./sellers.js";

/**
 * REQ-DATA-001: sensitive, 0 now, 11,000 in a year.
 * Kept for 10 years: a job of ledger has to delete what is older, since a blueprint states no age.
 */
const ledgerAccount = entity(
  {
    owner: text({ max: 255 }).personal(),
    kind: text({ max: 100 }),
    currency: text({ min: 3, max: 3, pattern: "^[A-Z]{3}$" }),
    ledgerEntries: many("ledgerEntry", "ledgerAccount"),
  },
  {
    description: "Ledger account: whose it is, of which kind, in which currency.",
    rows: 100_000,
    access: { read: role("accountant") },
  },
);

/**
 * REQ-DATA-001: sensitive, 0 now, 7,500,000 in a year.
 * Kept for 10 years: a job of ledger has to delete what is older, since a blueprint states no age.
 * REQ-RULE-ENTRIES-ADD-UP-TO-ZERO: WHEN money moves THE SYSTEM SHALL book entries whose sum is zero for each
 * currency, or book none.
 * REQ-RULE-AN-ENTRY-IS-NEVER-CHANGED: IF anybody would change or delete a ledger entry THEN THE SYSTEM SHALL
 * refuse it, and accept only an entry that reverses it.
 */
const ledgerEntry = entity(
  {
    ledgerAccount: reference("ledgerAccount").immutable(),
    amount: money().immutable(),
    /** What it belongs to. */
    belongsTo: text({ max: 500 }).optional().personal(),
    at: timestamp().immutable(),
  },
  {
    description: "Ledger entry: account, amount, what it belongs to, when.",
    rows: 50_000_000,
    indexes: [by("ledgerAccount", "-at"), by("-at")],
    access: { read: role("accountant") },
  },
);

/**
 * Keeps ledger account and ledger entry, for "Statement for sellers" and "Month end".
 * They change together: ledger entry names ledger account.
 * Later (P1): REQ-FEAT-MONTH-END, Month end: Accountants export all entries of a month for the general ledger
 */
export const ledger = service("ledger", {
  description: 'Keeps ledger account and ledger entry, for "Statement for sellers" and "Month end".',
  entities: { ledgerAccount, ledgerEntry },
  uses: { sellers },
}).query("statementForSellers", {
  description: "A seller sees every movement of the account, by day and by order.",
  access: signedIn,
  input: {
    ledgerAccount: id("ledgerAccount"),
    since: date(),
    until: date(),
    size: integer({ min: 1, max: 100 }).default(10),
  },
  output: {
    ledgerEntries: list(
      {
        id: id("ledgerEntry"),
        ledgerAccount: id("ledgerAccount"),
        amount: money(),
        belongsTo: text({ max: 500 }).optional(),
        at: timestamp(),
      },
      { max: 100 },
    ),
  },
  async run() {
    // - REQ-FEAT-STATEMENT-FOR-SELLERS
    // - WHEN a seller asks for a month THE SYSTEM SHALL list every entry with its order and show opening
    //   and closing balances that the entries add up to.
    // - Takes part: sellers.
    throw notImplemented("REQ-FEAT-STATEMENT-FOR-SELLERS");
  },
});
