import { LintelError } from "../../errors.js";
import type { ReadFrom } from "../../postgres/log/index.js";
import { noChanges } from "../view/changes.js";
import { type Batch, cut, type Piece } from "./cut.js";
import type { LiveCount } from "./flow.js";
import { type Follower, piecesFor } from "./follower.js";
import { createFrame } from "./frame.js";
import type { HubLimits } from "./limits.js";
import type { Live } from "./live.js";
import { type PageSource, settledOnSheet } from "./page-source.js";
import { nothingSeenBefore, type SeenBySnapshot } from "./seen.js";
import { turn } from "./turn.js";

export interface CatchUpContext {
  readonly live: Live;
  readonly pages: PageSource;
  readonly limits: HubLimits;
  readonly count: LiveCount;
}

/** Milliseconds before a database that is away is asked again: doubled from the first up to the last. */
const backoff = { first: 50, last: 2_000 };
/** Milliseconds after which a log is read again whose sequencer has not come to what a snapshot saw. */
const patience = 25;

/**
 * Tells a follower the log from where it stands, a page at a time and no faster than it takes it in, until it stands where those who are
 * live stand; then it is one of them, and is told so. `least` is a position that it must have come to before. Nothing is kept for one
 * that cannot be sent anything: the page is read again when it can.
 *
 * @throws `LOG_POSITION_GONE`, `LOG_EPOCH_OTHER`, `STOPPING`
 */
export async function catchUp(
  follower: Follower,
  { live, pages, limits, count }: CatchUpContext,
  least: number,
  seen: SeenBySnapshot = nothingSeenBefore,
): Promise<void> {
  let from: ReadFrom = { position: follower.told.position + 1 };
  let isBetween = true;
  let wait = backoff.first;
  let lastTold = performance.now();

  const isThere = () => {
    const at = from.position - 1;
    const isWhole = isBetween && seen.isOver && follower.told.opens === undefined;
    // In another epoch the same position is another one: reading the log says so.
    const isThatLog = live.position !== undefined && live.epoch === follower.epoch;
    return isWhole && isThatLog && at >= Math.max(live.position, least);
  };
  /** It was told more than there is now. */
  const isAhead = () => live.position !== undefined && from.position - 1 > live.position;
  const readPage = async (): Promise<boolean> => {
    const page = await pages.page(follower.epoch, from, follower);
    const { length, next } = page.sheet;
    if (length === 0) {
      if (!seen.isOver) await lookAtEnd(page.epoch);
      return false;
    }
    // Read while this one is told; where that fails, it fails again when it is asked for.
    if (length * 2 > limits.page.count) pages.page(follower.epoch, next, follower).catch(() => {});
    const settled = settledOnSheet(page.sheet);
    const all = page.changesOn(follower.view);
    const changes = seen.without(page.sheet, all);
    // What a snapshot saw is left out for one alone.
    const shared = changes === all ? page.piecesOf(follower.view) : new Map<string, readonly Piece[]>();
    const to = next.position - 1;
    const batch: Batch = { epoch: page.epoch, to, settled, changes };
    for (const piece of cutFor(follower, batch, limits, seen, shared)) {
      const obstacle = follower.obstacle(piece.frame, limits.unsentBehind);
      if (obstacle) {
        from = { position: follower.told.position + 1 };
        isBetween = true;
        await follower.eased(obstacle);
        return true;
      }
      follower.tell(piece);
      count.sent(piece.frame);
      lastTold = performance.now();
    }
    from = next;
    isBetween = settled === to;
    if (seen.isOver && performance.now() - lastTold > limits.advance) {
      follower.advance(settled);
      lastTold = performance.now();
    }
    return true;
  };

  /** What a snapshot saw has come, or comes later; if it has, what was told in part ends here. */
  const lookAtEnd = async (epoch: string) => {
    const head = await pages.head();
    const at = from.position - 1;
    if (head.epoch !== epoch || head.position !== at) return;
    seen.reached(head);
    const end: Batch = { epoch, to: at, settled: at, changes: noChanges };
    for (const piece of cutFor(follower, end, limits, seen, new Map())) follower.tell(piece);
  };

  while (!follower.isClosed) {
    const obstacle = follower.obstacle(undefined, limits.unsentBehind);
    if (obstacle) {
      await follower.eased(obstacle);
      continue;
    }
    try {
      if (live.position === undefined) {
        await live.start();
        // Reading says what has become of the log.
        if (isAhead()) await readPage();
      }
      if (follower.isClosed) return;
      if (isThere()) {
        follower.advance(from.position - 1);
        follower.say(liveFrame(follower));
        live.join(follower);
        return;
      }
      const isMore = await readPage();
      wait = backoff.first;
      await (isMore ? turn() : pause(patience));
    } catch (error) {
      if (!(error instanceof LintelError) || error.code !== "DATABASE_UNAVAILABLE") throw error;
      await pause(wait * (0.5 + Math.random() / 2));
      wait = Math.min(wait * 2, backoff.last);
    }
  }
}

/** Made once for all who are told the same of a page; not of a transaction whose end is not known yet. */
function cutFor(
  follower: Follower,
  batch: Batch,
  limits: HubLimits,
  seen: SeenBySnapshot,
  shared: Map<string, readonly Piece[]>,
): readonly Piece[] {
  const { position, opens } = follower.told;
  if (opens === Number.POSITIVE_INFINITY)
    return cut(follower.id, { position, opens: seen.until ?? opens }, batch, limits.message);
  return piecesFor(follower, batch, limits, shared);
}

function liveFrame({ id, told }: Follower) {
  return createFrame("live", `{"type":"live","id":${id},"position":${told.position}}`);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
