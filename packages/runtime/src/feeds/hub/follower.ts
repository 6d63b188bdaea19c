import type { View } from "../view/view.js";
import { type Batch, cut, type Piece, type Told } from "./cut.js";
import { createFrame, type Frame } from "./frame.js";
import type { Closing, FeedSink } from "./interface.js";
import type { HubLimits } from "./limits.js";
import { knownFailure, refusalFrame } from "./refusal.js";
import { createWindow, type Unacknowledged, unbounded } from "./window.js";

/** Why a follower cannot be sent anything at the moment. */
export type Obstacle = "slow" | "window";

/** One subscription: how far its client was told, and what it may still be sent. It knows neither log nor database. */
export interface Follower {
  readonly id: number;
  readonly view: View;
  readonly epoch: string;
  readonly told: Told;
  readonly isClosed: boolean;
  readonly closed: Promise<Closing>;
  /** What stands in the way of a message; undefined where nothing does. `most`: of bytes that the connection has not accepted. */
  obstacle(frame: Frame | undefined, most: number): Obstacle | undefined;
  /** Sends a message that moves how far the client is told. */
  tell(piece: Piece): void;
  /** Says that nothing in the view changed up to this position, which is the end of a transaction. */
  advance(position: number, shared?: Map<string, Frame>): void;
  /** The snapshot was told: the client stands here, or where it `opens` is closed. */
  begin(told: Told): void;
  /** Sends one that does not. */
  say(frame: Frame): void;
  acknowledge(position: number): void;
  /** Resolves when something may have changed about an obstacle: bytes were accepted, or acknowledged, or it is closed. */
  eased(obstacle: Obstacle): Promise<void>;
  /** Ends it. An error is told to the client. Nothing is sent afterwards. */
  end(reason: Closing["reason"], error?: unknown): void;
}

export interface FollowerOptions {
  readonly id: number;
  readonly view: View;
  readonly epoch: string;
  readonly position: number;
  readonly sink: FeedSink;
  readonly acknowledges: boolean;
  readonly limits: HubLimits;
  readonly onEnd: (closing: Closing) => void;
}

export function createFollower(options: FollowerOptions): Follower {
  const { id, view, epoch, sink, limits, onEnd } = options;
  const outstanding: Unacknowledged = options.acknowledges ? createWindow(limits.window) : unbounded;
  let told: Told = { position: options.position };
  let isClosed = false;
  let isDraining = false;
  let wake: (() => void) | undefined;
  let settle: (closing: Closing) => void = () => {};
  const closed = new Promise<Closing>((resolve) => {
    settle = resolve;
  });
  const rouse = () => {
    const waiting = wake;
    wake = undefined;
    waiting?.();
  };
  const say = (frame: Frame) => {
    if (!isClosed) sink.send(frame);
  };
  return {
    id,
    view,
    epoch,
    closed,
    get told() {
      return told;
    },
    get isClosed() {
      return isClosed;
    },
    obstacle(frame, most) {
      if (sink.unsent > most) return "slow";
      if (outstanding === unbounded) return undefined;
      const isAdmitted = outstanding.admits(frame?.changes ?? 0, frame?.bytes.length ?? 0);
      return isAdmitted ? undefined : "window";
    },
    tell({ frame, told: to }) {
      told = to;
      if (isClosed) return;
      outstanding.sent(to.position, frame.changes, frame.bytes.length);
      sink.send(frame);
    },
    advance(position, shared) {
      if (position <= told.position || told.opens !== undefined) return;
      const key = `${epoch} ${id} ${told.position} ${position}`;
      const frame = shared?.get(key) ?? advanceFrame(id, told.position, position, epoch);
      shared?.set(key, frame);
      told = { position };
      // Not of the window: a client that is told of no changes for hours has nothing to acknowledge.
      say(frame);
    },
    begin(at) {
      told = at;
    },
    say,
    acknowledge(position) {
      outstanding.acknowledge(Math.min(position, told.position));
      rouse();
    },
    async eased(obstacle) {
      if (isClosed) return;
      const roused = new Promise<void>((resolve) => {
        wake = resolve;
      });
      if (obstacle === "slow" && !isDraining) {
        isDraining = true;
        sink.drained(() => {
          isDraining = false;
          rouse();
        });
      }
      await roused;
    },
    end(reason, error) {
      if (isClosed) return;
      if (error !== undefined) sink.send(refusalFrame(id, error));
      isClosed = true;
      const closing: Closing = { reason, error: error === undefined ? undefined : knownFailure(error) };
      onEnd(closing);
      settle(closing);
      rouse();
    },
  };
}

function advanceFrame(id: number, previous: number, position: number, epoch: string): Frame {
  return createFrame(
    "advance",
    `{"type":"advance","id":${id},"previous":${previous},"position":${position}}`,
    0,
    `${epoch}:${position}`,
  );
}

/** The messages for a follower of what a batch says, made once for all who were told as much and have the same number. */
export function piecesFor(
  follower: Follower,
  batch: Batch,
  limits: HubLimits,
  shared: Map<string, readonly Piece[]>,
): readonly Piece[] {
  const { position, opens = "" } = follower.told;
  const key = `${follower.id} ${position} ${opens}`;
  const known = shared.get(key);
  if (known) return known;
  const made = cut(follower.id, follower.told, batch, limits.message);
  shared.set(key, made);
  return made;
}
