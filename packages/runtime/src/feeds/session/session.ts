import { failure, LintelError } from "../../errors.js";
import type { Authenticator, Believed } from "../../identity/index.js";
import type { Frame } from "../hub/frame.js";
import type { FeedHub, FeedSink, Subscription } from "../hub/interface.js";
import { refusalFrame } from "../hub/refusal.js";
import { type Belief, createBelief } from "./belief.js";
import { createBudget } from "./budget.js";
import { type ClientMessage, invalid, readMessage } from "./message.js";
import type { Place } from "./places.js";

/** What a session needs of its connection. */
export interface Line extends FeedSink {
  /** Sends a message that is for nobody else. */
  say(text: string): void;
  /** Closes the connection, and tells why. */
  close(error: unknown): void;
}

export interface SessionOptions {
  readonly hub: FeedHub;
  readonly identity: Authenticator;
  readonly line: Line;
  readonly place: Place;
  /** Who asks, as the request said that opened the connection. */
  readonly believed: Believed;
  /** Milliseconds, as `welcome` tells. */
  readonly heartbeat: number;
  readonly limits: SessionLimits;
  readonly clock: () => number;
}

export interface SessionLimits {
  /** Of a connection, at a time. */
  readonly subscriptions: number;
  /** Of a connection, a second; an acknowledgement counts as a twentieth. */
  readonly messages: number;
}

/** The conversation on one connection. */
export interface Session {
  /** Takes a message. Never throws: what is wrong closes the connection. */
  receive(text: string): void;
  /** Counts something that came and is no message. False where it was too much, and the connection is being closed. */
  count(): boolean;
  /** Looks at the token again. */
  look(): void;
  /** The connection is gone. */
  end(): void;
}

/** A subscription from the moment at which it was asked for. */
interface Entry {
  subscription?: Subscription;
  isOver: boolean;
}

/** What an acknowledgement, or a ping, costs beside any other message. */
const small = 1 / 20;
/** Messages that may wait for a token to be verified. */
const mostWaiting = 200;

/** Begins a conversation: says `welcome`. */
export function createSession(options: SessionOptions): Session {
  const { hub, identity, line, place, limits, clock } = options;
  const entries = new Map<number, Entry>();
  // Who comes back says who it is, and asks for all that it had, at once.
  const budget = createBudget(limits.messages, limits.subscriptions + 1, clock);
  /** Views that are still being opened, and are not wanted any more. */
  let unwanted = 0;
  let isOver = false;
  /** What came while a token is being verified: it is done as whoever that token speaks for. */
  let waiting: ClientMessage[] | undefined;

  const close = (error: unknown) => {
    if (!isOver) line.close(error);
  };
  const belief: Belief = createBelief(identity, options.believed, close);

  const within = (cost: number): boolean => {
    if (budget.take(cost)) return true;
    close(failure("FEED_LIMIT_REACHED", `${limits.messages} messages a second are taken, and no more.`));
    return false;
  };

  const subscribe = (message: ClientMessage & { type: "subscribe" }) => {
    const { id, entity, query, from, snapshot } = message;
    if (entries.has(id)) throw invalid(`/id of subscribe is ${id}, which is in use on this connection.`);
    if (entries.size + unwanted >= limits.subscriptions) {
      const detail = `${limits.subscriptions} subscriptions are open on this connection, the most at a time.`;
      line.send(refusalFrame(id, failure("FEED_LIMIT_REACHED", detail)));
      return;
    }
    const entry: Entry = { isOver: false };
    entries.set(id, entry);
    const actor = belief.actor;
    hub
      .open({ id, actor, caller: place.holder, entity, query, from, snapshot }, new EntrySink(line, entry))
      .then(
        (subscription) => {
          if (entry.isOver) {
            unwanted -= 1;
            return subscription.close();
          }
          entry.subscription = subscription;
          if (actor !== belief.actor) subscription.changeActor(belief.actor);
          void subscription.closed.then(() => forget(id, entry));
        },
        (error: unknown) => {
          if (entry.isOver) {
            unwanted -= 1;
            return;
          }
          forget(id, entry);
          line.send(refusalFrame(id, error));
        },
      );
  };

  const forget = (id: number, entry: Entry) => {
    entry.isOver = true;
    if (entries.get(id) === entry) entries.delete(id);
  };

  const unsubscribe = (id: number) => {
    const entry = entries.get(id);
    if (entry !== undefined) {
      forget(id, entry);
      if (entry.subscription === undefined) unwanted += 1;
      entry.subscription?.close();
    }
    line.say(JSON.stringify({ type: "unsubscribed", id }));
  };

  const become = (believed: Believed) => {
    const { id, tenant } = believed.actor;
    if (entries.size > 0 && id !== belief.actor.id)
      throw failure("FEED_PERSON_CHANGED", "The token is another person's than the open subscriptions are.");
    if (entries.size > 0 && tenant !== belief.actor.tenant)
      throw failure("FEED_PERSON_CHANGED", "The token is of another tenant than the open subscriptions are.");
    place.belongTo(believed.actor);
    belief.replace(believed);
    for (const { subscription } of entries.values()) subscription?.changeActor(believed.actor);
  };

  const authenticate = (token: string) => {
    waiting = [];
    Promise.resolve(identity.believe(`Bearer ${token}`))
      .then(become)
      .catch((error: unknown) => {
        if (!(error instanceof LintelError) || error.code !== "IDENTITY_UNAVAILABLE") throw error;
        line.send(refusalFrame(undefined, error));
      })
      .then(goOn, close);
  };

  const goOn = () => {
    const left = waiting ?? [];
    waiting = undefined;
    for (const message of left) take(message);
  };

  const take = (message: ClientMessage): void => {
    if (isOver) return;
    if (waiting !== undefined) {
      if (waiting.length < mostWaiting) waiting.push(message);
      else close(failure("FEED_LIMIT_REACHED", `${mostWaiting} messages wait for a token to be verified.`));
      return;
    }
    try {
      if (message.type === "ack") entries.get(message.id)?.subscription?.acknowledge(message.position);
      else if (message.type === "subscribe") subscribe(message);
      else if (message.type === "unsubscribe") unsubscribe(message.id);
      else authenticate(message.token);
    } catch (error) {
      close(error);
    }
  };

  line.say(JSON.stringify({ type: "welcome", heartbeat: options.heartbeat, window: hub.window }));
  return {
    receive(text) {
      if (isOver) return;
      try {
        const message = readMessage(text);
        if (within(message.type === "ack" ? small : 1)) take(message);
      } catch (error) {
        close(error);
      }
    },
    count: () => !isOver && within(small),
    look() {
      if (!isOver) belief.look();
    },
    end() {
      if (isOver) return;
      isOver = true;
      place.free();
      for (const entry of entries.values()) {
        entry.isOver = true;
        entry.subscription?.close();
      }
      entries.clear();
    },
  };
}

/** The connection as one subscription sees it: what comes after its end goes nowhere. */
class EntrySink implements FeedSink {
  constructor(
    private readonly line: Line,
    private readonly entry: Entry,
  ) {}

  send(frame: Frame): void {
    if (!this.entry.isOver) this.line.send(frame);
  }

  get unsent(): number {
    return this.line.unsent;
  }

  drained(then: () => void): void {
    this.line.drained(then);
  }
}
