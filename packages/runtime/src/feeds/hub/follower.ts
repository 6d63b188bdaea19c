import type { View } from "../view/view.js";
import { type Batch, cut, type Piece, type Told } from "./cut.js";
import type { Whose } from "./fair-turns.js";
import { createFrame, type Frame } from "./frame.js";
import type { Closing, FeedSink } from "./interface.js";
import type { HubLimits } from "./limits.js";
import { knownFailure, refusalFrame } from "./refusal.js";
import { createWindow, type Unacknowledged, unbounded } from "./window.js";

/** Why a follower cannot be sent anything at the moment. */
export type Obstacle = "slow" | "window";
/** Why one who was live is not any more: it cannot be sent what comes, or the server cannot read the log (`away`). */
export type Hindrance = Obstacle | "away";

/** One subscription: how far its client was told, and what it may still be sent. It knows neither log nor database. */
export interface Follower {
  readonly id: number;
  /** Whose turn it takes, where all wait in turn. */
  readonly whose: Whose;
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
  readonly whose: Whose;
  readonly view: View;
  readonly epoch: string;
  readonly position: number;
  readonly sink: FeedSink;
  readonly acknowledges: boolean;
  readonly limits: HubLimits;
  readonly onEnd: (closing: Closing) => void;
}

export function createFollower(options: FollowerOptions): Follower {
  return new SinkFollower(options);
}

class SinkFollower implements Follower {
  readonly id: number;
  readonly whose: Whose;
  readonly view: View;
  readonly epoch: string;
  readonly closed: Promise<Closing>;
  told: Told;
  isClosed = false;
  private readonly sink: FeedSink;
  private readonly outstanding: Unacknowledged;
  private readonly onEnd: (closing: Closing) => void;
  private isDraining = false;
  private wake: (() => void) | undefined;
  private settle: (closing: Closing) => void = () => {};

  constructor({ id, whose, view, epoch, position, sink, acknowledges, limits, onEnd }: FollowerOptions) {
    this.id = id;
    this.whose = whose;
    this.view = view;
    this.epoch = epoch;
    this.told = { position };
    this.sink = sink;
    this.outstanding = acknowledges ? createWindow(limits.window) : unbounded;
    this.onEnd = onEnd;
    this.closed = new Promise<Closing>((resolve) => {
      this.settle = resolve;
    });
  }

  obstacle(frame: Frame | undefined, most: number): Obstacle | undefined {
    if (this.sink.unsent > most) return "slow";
    if (this.outstanding === unbounded) return undefined;
    const isAdmitted = this.outstanding.admits(frame?.changes ?? 0, frame?.bytes.length ?? 0);
    return isAdmitted ? undefined : "window";
  }

  tell({ frame, told }: Piece): void {
    this.told = told;
    if (this.isClosed) return;
    this.outstanding.sent(told.position, frame.changes, frame.bytes.length);
    this.sink.send(frame);
  }

  advance(position: number, shared?: Map<string, Frame>): void {
    const { id, epoch, told } = this;
    if (position <= told.position || told.opens !== undefined) return;
    const key = `${epoch} ${id} ${told.position} ${position}`;
    const frame = shared?.get(key) ?? advanceFrame(id, told.position, position, epoch);
    shared?.set(key, frame);
    this.told = { position };
    // Not of the window: a client that is told of no changes for hours has nothing to acknowledge.
    this.say(frame);
  }

  begin(told: Told): void {
    this.told = told;
  }

  say(frame: Frame): void {
    if (!this.isClosed) this.sink.send(frame);
  }

  acknowledge(position: number): void {
    this.outstanding.acknowledge(Math.min(position, this.told.position));
    this.rouse();
  }

  async eased(obstacle: Obstacle): Promise<void> {
    if (this.isClosed) return;
    const roused = new Promise<void>((resolve) => {
      this.wake = resolve;
    });
    if (obstacle === "slow" && !this.isDraining) {
      this.isDraining = true;
      this.sink.drained(() => {
        this.isDraining = false;
        this.rouse();
      });
    }
    await roused;
  }

  end(reason: Closing["reason"], error?: unknown): void {
    if (this.isClosed) return;
    if (error !== undefined) this.sink.send(refusalFrame(this.id, error));
    this.isClosed = true;
    const closing: Closing = { reason, error: error === undefined ? undefined : knownFailure(error) };
    this.onEnd(closing);
    this.settle(closing);
    this.rouse();
  }

  private rouse(): void {
    const waiting = this.wake;
    this.wake = undefined;
    waiting?.();
  }
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
