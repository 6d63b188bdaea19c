import { prepare } from "../compile/prepared.js";
import type { LogClient } from "../log/index.js";
import { type ConsumerPlace, lettersOf } from "./inbox.js";
import type { LetterState } from "./letters.js";

/** A lane that has letters: how the first of them stands. */
export interface WaitingLane {
  readonly lane: string;
  readonly state: LetterState;
  /** Milliseconds until it is tried again, 0 where that is now. */
  readonly wait: number;
}

/** The lanes of a consumer that have letters. */
export async function waitingLanes(
  client: LogClient,
  { schema, consumer }: ConsumerPlace,
): Promise<readonly WaitingLane[]> {
  const rows = await client.run(
    prepare(
      "letter.lanes",
      `select distinct on (l.lane) l.lane, l.state,
       greatest(0, ceil(extract(epoch from l.next_at - clock_timestamp()) * 1000))::bigint
  from ${lettersOf(schema)} l
 where l.consumer = $1
 order by l.lane, l.generation, l.position`,
    ),
    [consumer],
  );
  return rows.map(([lane, state, wait]) => ({
    lane: lane ?? "",
    state: (state ?? "dead") as LetterState,
    wait: state === "parked" ? 0 : Number(wait),
  }));
}

/** How many letters a consumer has, in each state. */
export interface LetterCounts {
  readonly retrying: number;
  readonly dead: number;
  readonly parked: number;
}

export async function countLetters(
  client: LogClient,
  { schema, consumer }: ConsumerPlace,
): Promise<LetterCounts> {
  const rows = await client.run(
    prepare(
      "letter.count",
      `select l.state, count(*)
  from ${lettersOf(schema)} l
 where l.consumer = $1
 group by l.state`,
    ),
    [consumer],
  );
  const counts = Object.fromEntries(rows.map(([state, count]) => [state, Number(count)]));
  return { retrying: counts.retrying ?? 0, dead: counts.dead ?? 0, parked: counts.parked ?? 0 };
}
