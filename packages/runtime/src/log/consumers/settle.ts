import { failure, LintelError } from "../../errors.js";
import {
  claimStatement,
  type Delivery,
  type Ending,
  keepStatement,
  type Letter,
  takeLetterStatement,
} from "../../postgres/consumers/index.js";
import { holdStatement } from "../../postgres/cursors/index.js";
import type { ServiceDatabase, Statement, Transaction } from "../../postgres/index.js";
import type { WorkerTurn } from "../workers.js";
import type { Consumer } from "./consumer.js";

/** Another holds the cursor by now, or a person has moved it. */
export class CursorLost extends Error {
  override readonly name = "CursorLost";
}

/** What was to be done could not be, and the entry is not at fault: the database was away, or somebody was in the way. */
export class Postponed extends Error {
  override readonly name = "Postponed";

  constructor(
    override readonly cause: unknown,
    /** Whether the handling had begun. */
    readonly hasBegun: boolean,
  ) {
    super("It is to be tried again.", { cause });
  }
}

/** How one turn of a consumer takes care of entries. Each resolves to false where it has been taken care of before. */
export interface Settle {
  /** Handles an entry of the log. Rejects with what the handler throws, `CursorLost` or `Postponed`. */
  entry(entry: Delivery): Promise<boolean>;
  /** Handles a letter. The same holds. */
  letter(letter: Letter): Promise<boolean>;
  /** Keeps an entry of the log as a letter instead. `tried` says that an attempt has just failed. */
  keep(entry: Delivery, lane: string, ending: Ending, tried: boolean): Promise<boolean>;
}

/** Codes of failures that pass by themselves. */
const passing: readonly string[] = ["DATABASE_UNAVAILABLE", "OVERLOADED", "STOPPING"];

/**
 * Each entry is taken care of in one transaction of the consumer's own database. It writes the claim first, and looks then whether the
 * turn still holds the cursor: so two who are at one entry, since one was thought dead, wait for each other at the claim, and
 * only one of them has the effect.
 */
export function createSettle(consumer: Consumer, database: ServiceDatabase, turn: WorkerTurn): Settle {
  const place = { schema: consumer.schema, consumer: consumer.name };
  const { cursor, generation } = turn;

  const inTurn = async (
    entry: Delivery,
    claim: Statement,
    work: (transaction: Transaction) => Promise<unknown>,
  ): Promise<boolean> => {
    let hasBegun = false;
    try {
      const options = { cause: consumer.causeOf(entry), reach: consumer.reachOf?.(entry) };
      return await database.transaction(options, async (transaction) => {
        hasBegun = false;
        const [claimed, held] = await Promise.all([
          transaction.run(claim),
          transaction.run(holdStatement(cursor, generation)),
        ]);
        if (held.length === 0) throw new CursorLost("Another holds the cursor.");
        if (claimed.length === 0) return false;
        hasBegun = true;
        await work(transaction);
        return true;
      });
    } catch (error) {
      if (error instanceof CursorLost) throw error;
      if (!hasBegun || (error instanceof LintelError && passing.includes(error.code)))
        throw new Postponed(error, hasBegun);
      throw error;
    }
  };
  const handle = (entry: Delivery, attempt: number) => (transaction: Transaction) =>
    within(consumer, consumer.handle(entry, attempt, transaction));

  return {
    entry: (entry) => inTurn(entry, claimStatement(place, entry), handle(entry, 1)),
    letter: (letter) =>
      inTurn(letter, takeLetterStatement(place, letter), handle(letter, letter.attempts + 1)),
    keep: (entry, lane, ending, tried) =>
      inTurn(entry, claimStatement(place, entry), (transaction) =>
        transaction.run(keepStatement(place, entry, { lane, generation, tried, ending })),
      ),
  };
}

async function within({ service, name, timeout }: Consumer, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = `The consumer ${service}.${name} took longer than ${timeout} ms.`;
    timer = setTimeout(() => reject(failure("DEADLINE_EXCEEDED", message)), timeout);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => {});
  }
}
