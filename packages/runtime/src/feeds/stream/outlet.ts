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
let dirty: (() => void)[] = [];

function flushAll(): void {
  const all = dirty;
  dirty = [];
  for (const flush of all) flush();
}

/**
 * @param encode The bytes of a frame, made once for each frame.
 * @param join Makes one piece of several, for all outlets of that encoding.
 */
export function createOutlet(pipe: Pipe, encode: (frame: Frame) => Buffer, join: Join): Outlet {
  let frames: Frame[] = [];
  let bytes = 0;
  let isDirty = false;
  let waiting: (() => void)[] = [];

  const flush = () => {
    isDirty = false;
    if (frames.length === 0) return;
    const leaving = frames;
    const length = bytes;
    frames = [];
    bytes = 0;
    if (pipe.isOpen) write(leaving, length);
    // What the operating system takes at once makes no pipe drain.
    relieve();
  };
  const write = (leaving: readonly Frame[], length: number) => {
    const [first] = leaving;
    if (leaving.length === 1 && first !== undefined) pipe.write(encode(first));
    else if (length <= mostJoined) pipe.write(join(leaving, encode));
    else {
      pipe.cork();
      for (const frame of leaving) pipe.write(encode(frame));
      pipe.uncork();
    }
  };
  const relieve = () => {
    if (waiting.length === 0 || (pipe.isOpen && bytes + pipe.unsent >= lowMark)) return;
    const told = waiting;
    waiting = [];
    for (const then of told) then();
  };
  return {
    send(frame) {
      if (!pipe.isOpen) return;
      frames.push(frame);
      bytes += encode(frame).length;
      if (isDirty) return;
      isDirty = true;
      if (dirty.push(flush) === 1) process.nextTick(flushAll);
    },
    push(own) {
      flush();
      if (pipe.isOpen) pipe.write(own);
    },
    flush,
    get unsent() {
      return bytes + pipe.unsent;
    },
    drained(then) {
      waiting.push(then);
      if (bytes + pipe.unsent < lowMark || !pipe.isOpen) setImmediate(relieve);
    },
    relieve,
  };
}
