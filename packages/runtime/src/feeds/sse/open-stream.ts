import type { ServerResponse } from "node:http";
import { failure } from "../../errors.js";
import type { Frame } from "../hub/frame.js";
import type { Subscription } from "../hub/interface.js";
import { refusalFrame } from "../hub/refusal.js";
import { createBelief } from "../session/belief.js";
import type { FeedCaller } from "../session/caller.js";
import { closingOf } from "../session/closing.js";
import type { FeedContext } from "../session/context.js";
import { createPulse } from "../session/pulse.js";
import { createJoin } from "../stream/join.js";
import { createOutlet, type Pipe } from "../stream/outlet.js";
import { eventOf, eventOfFrame } from "./event.js";

/** What one stream follows. */
export interface StreamRequest {
  readonly entity: string;
  readonly query: string;
  readonly from: string | undefined;
  readonly snapshot: boolean;
}

export interface StreamOptions {
  readonly caller: FeedCaller;
  readonly request: StreamRequest;
  readonly response: ServerResponse;
  /** Writes the status and the headers; called once, right before the first event. False where there was an answer already. */
  readonly begin: () => boolean;
}

/** Milliseconds after which a client that was cut off comes again, at least. */
const retry = 1_000;
/** Milliseconds over which clients of a process that stops come again. */
const spread = 2_000;
const join = createJoin();
const heartbeatEvent = eventOf("heartbeat", JSON.stringify({ type: "heartbeat" }));

/**
 * Follows one entity as Server-Sent Events, until either side ends it. Resolves once the stream is open, or the client gone.
 *
 * @throws what `FeedHub.open` throws, and `OVERLOADED` and `FEED_LIMIT_REACHED`: nothing was written then.
 */
export async function openStream(context: FeedContext, options: StreamOptions): Promise<void> {
  const { hub, identity, places, roll, facts, heartbeat, clock } = context;
  const { caller, request, response, begin } = options;
  const { believed, address, requestId } = caller;
  const place = places.take(address);
  const beganAt = clock();
  let subscription: Subscription | undefined;
  let hasBegun = false;
  let isOver = false;
  /** Why it ended before it began. */
  let refusal: unknown;

  const pipe = pipeOf(response);
  const outlet = createOutlet(pipe, eventOfFrame, join);
  const pulse = createPulse(
    {
      get unsent() {
        return pipe.unsent;
      },
      get taken() {
        return (response.socket?.bytesWritten ?? 0) - pipe.unsent;
      },
    },
    { heartbeat, unread: context.unread, interval: context.interval, answers: false, clock },
  );
  const beginOnce = () => {
    if (hasBegun) return;
    if (!begin()) return end(1006, "");
    hasBegun = true;
    response.socket?.setTimeout(0);
    const welcome = JSON.stringify({ type: "welcome", heartbeat, window: hub.window });
    outlet.push(Buffer.concat([Buffer.from(`retry: ${retry}\n\n`), eventOf("welcome", welcome)]));
    facts.report({ fact: "feed.connected", requestId, door: "sse" });
  };
  const sink = {
    send(frame: Frame) {
      if (isOver) return;
      beginOnce();
      if (isOver) return;
      pulse.spoke();
      outlet.send(frame);
    },
    get unsent() {
      return outlet.unsent;
    },
    drained: outlet.drained.bind(outlet),
  };
  function end(code: number, reason: string): void {
    if (isOver) return;
    outlet.flush();
    isOver = true;
    subscription?.close();
    place.free();
    roll.remove(attended);
    outlet.relieve();
    if (hasBegun && !response.writableEnded) response.end();
    if (hasBegun)
      facts.report({
        fact: "feed.disconnected",
        requestId,
        door: "sse",
        code,
        reason,
        milliseconds: clock() - beganAt,
      });
  }
  /** Tells why, and ends. */
  const refuse = (error: unknown) => {
    const { code, reason } = closingOf(error);
    refusal = error;
    if (hasBegun) outlet.push(eventOfFrame(refusalFrame(1, error)));
    end(code, reason.split(" ", 1)[0] ?? "");
  };
  const belief = createBelief(identity, believed, refuse);
  const attended = {
    look() {
      belief.look();
      const verdict = pulse.look();
      if (verdict === "unread") {
        end(4408, "FEED_CLIENT_SILENT");
        response.destroy();
      } else if (verdict === "speak" && hasBegun) {
        pulse.spoke();
        outlet.push(heartbeatEvent);
      }
    },
    dismiss() {
      refusal = failure("STOPPING", "The process is stopping, and opens no feed any more.");
      if (hasBegun) outlet.push(Buffer.from(`retry: ${Math.ceil(Math.random() * spread)}\n\n`));
      end(1012, "STOPPING");
    },
    cut() {
      end(1012, "STOPPING");
      response.destroy();
    },
  };

  response.once("close", () => end(1006, ""));
  response.on("drain", () => outlet.relieve());
  try {
    place.belongTo(believed.actor);
    roll.add(attended);
    const asked = { id: 1, actor: believed.actor, caller: place.holder, acknowledges: false, ...request };
    const opened = await hub.open(asked, sink);
    subscription = opened;
    if (isOver) opened.close();
    void opened.closed.then(({ reason, error }) => {
      if (reason !== "closed") end(reason === "stopped" ? 1012 : 1000, error?.publicCode ?? "");
    });
  } catch (error) {
    const wasOver = isOver;
    end(1000, "");
    if (!wasOver) throw error;
  }
  if (!hasBegun && refusal !== undefined) throw refusal;
}

function pipeOf(response: ServerResponse): Pipe {
  return {
    write: (bytes) => void response.write(bytes),
    get unsent() {
      return response.writableLength;
    },
    get isOpen() {
      return response.writable && !response.destroyed;
    },
    cork: () => response.cork(),
    uncork: () => response.uncork(),
  };
}
