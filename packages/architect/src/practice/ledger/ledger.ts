/** The form of ledgers that this version writes. */
export const ledgerFormat = 1;

/** What was seen of the tests of a project. */
export interface TestLedger {
  readonly format: typeof ledgerFormat;
  /** Sorted by test, then by digest, so that two branches that add to it seldom meet. */
  readonly entries: readonly LedgerEntry[];
}

/** A test, in one wording: another wording of it is another entry. An entry begins with the test seen red, and stays. */
export interface LedgerEntry {
  /** What it is a test of, the first that its name has: `REQ-FEAT-PLACE-ORDER/1`; empty where its name has none. */
  readonly requirement: string;
  /** `acceptance/place-order.test.ts > REQ-FEAT-PLACE-ORDER/1: ...` */
  readonly test: string;
  /** Of the test's own source text. */
  readonly digest: string;
  readonly red: Red;
  /** When it was first seen green after that. */
  readonly green?: Seen;
}

export interface Seen {
  /** Of git, in full; with `+` behind it where the folder held changes that were not committed. Empty where nothing is committed. */
  readonly commit: string;
  /** RFC 3339, UTC. */
  readonly at: string;
}

export interface Red extends Seen {
  /** The first line of what it said. */
  readonly reason: string;
}

export const emptyLedger: TestLedger = Object.freeze({ format: ledgerFormat, entries: [] });

/** What the ledger has of a test in this wording. */
export function entryOf(
  ledger: TestLedger,
  { test, digest }: { readonly test: string; readonly digest: string },
): LedgerEntry | undefined {
  return ledger.entries.find((one) => one.test === test && one.digest === digest);
}

/** A test in one wording, as it was seen just now. */
export interface Sighting {
  readonly requirement: string;
  readonly test: string;
  readonly digest: string;
  readonly seen: { readonly red: string } | "green";
}

/** The ledger with what was seen: red the first time, and green the first time after that. The same ledger where there is nothing new. */
export function withSightings(ledger: TestLedger, sightings: readonly Sighting[], when: Seen): TestLedger {
  const entries = new Map(ledger.entries.map((entry) => [keyOf(entry), entry]));
  let isNew = false;
  for (const { requirement, test, digest, seen } of sightings) {
    const key = keyOf({ test, digest });
    const entry = entries.get(key);
    if (seen === "green") {
      if (!entry || entry.green) continue;
      entries.set(key, { ...entry, green: when });
    } else {
      if (entry) continue;
      entries.set(key, { requirement, test, digest, red: { ...when, reason: seen.red } });
    }
    isNew = true;
  }
  if (!isNew) return ledger;
  return Object.freeze({ format: ledgerFormat, entries: sorted([...entries.values()]) });
}

export function sorted(entries: readonly LedgerEntry[]): readonly LedgerEntry[] {
  return [...entries].sort(
    (one, other) => compare(one.test, other.test) || compare(one.digest, other.digest),
  );
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);
const keyOf = ({ test, digest }: { readonly test: string; readonly digest: string }) => `${digest} ${test}`;
