import type { Frame } from "../hub/frame.js";
import type { Join } from "./join.js";

/** Where bytes go: a socket, or the answer to a request. */
export interface Pipe {
  write(bytes: Buffer): void;
  /** Bytes that were written and not taken yet. */
  readonly unsent: number;
  readonly isOpen: boolean;
  cork(): void;
  uncork(): void;
}

/** Writes what comes in one turn together: system calls are what sending to many costs. */
export interface Outlet {
  /** Takes a frame that others may be sent too. */
  send(frame: Frame): void;
  /** Takes bytes that nobody else is sent. */
  push(bytes: Buffer): void;
  /** Writes now what was taken. */
  flush(): void;
  /** Bytes that were taken and that the other end, or the operating system, has not. */
  readonly unsent: number;
  /** Calls back once, later, when little is unsent or the pipe is gone. */
  drained(then: () => void): void;
  /** The pipe has drained, or is gone. */
  relieve(): void;
}

/** Bytes below which there is room for more. */
const lowMark = 65_536;
/** Bytes up to which frames are copied into one piece; above it each is written as it is, under one cork. */
const mostJoined = 65_536;

/** Outlets that have something to write at the end of this turn. */
let dirty: Outlet[] = [];

function flushAll(): void {
  const all = dirty;
  dirty = [];
  for (const outlet of all) outlet.flush();
}

/**
 * @param encode The bytes of a frame, made once for each frame.
 * @param join Makes one piece of several, for all outlets of that encoding.
 */
export function createOutlet(pipe: Pipe, encode: (frame: Frame) => Buffer, join: Join): Outlet {
  return new PipeOutlet(pipe, encode, join);
}

class PipeOutlet implements Outlet {
  private frames: Frame[] = [];
  private bytes = 0;
  private isDirty = false;
  private waiting: (() => void)[] = [];

  constructor(
    private readonly pipe: Pipe,
    private readonly encode: (frame: Frame) => Buffer,
    private readonly join: Join,
  ) {}

  send(frame: Frame): void {
    if (!this.pipe.isOpen) return;
    this.frames.push(frame);
    this.bytes += this.encode(frame).length;
    if (this.isDirty) return;
    this.isDirty = true;
    if (dirty.push(this) === 1) process.nextTick(flushAll);
  }

  push(own: Buffer): void {
    this.flush();
    if (this.pipe.isOpen) this.pipe.write(own);
  }

  flush(): void {
    this.isDirty = false;
    if (this.frames.length === 0) return;
    const { frames, bytes } = this;
    this.frames = [];
    this.bytes = 0;
    if (this.pipe.isOpen) this.write(frames, bytes);
    // What the operating system takes at once makes no pipe drain.
    this.relieve();
  }

  get unsent(): number {
    return this.bytes + this.pipe.unsent;
  }

  drained(then: () => void): void {
    this.waiting.push(then);
    if (this.unsent < lowMark || !this.pipe.isOpen) setImmediate(() => this.relieve());
  }

  relieve(): void {
    if (this.waiting.length === 0 || (this.pipe.isOpen && this.unsent >= lowMark)) return;
    const told = this.waiting;
    this.waiting = [];
    for (const then of told) then();
  }

  private write(frames: readonly Frame[], length: number): void {
    const { pipe, encode } = this;
    const [first] = frames;
    if (frames.length === 1 && first !== undefined) pipe.write(encode(first));
    else if (length <= mostJoined) pipe.write(this.join(frames, encode));
    else {
      pipe.cork();
      for (const frame of frames) pipe.write(encode(frame));
      pipe.uncork();
    }
  }
}
