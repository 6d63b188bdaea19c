import type { ServiceModel } from "../../blueprint/index.js";
import type { LogReader } from "../../log/index.js";
import { parseCursor } from "../../log/index.js";
import type { FeedPlan } from "../../plan/index.js";
import type { ServiceDatabase } from "../../postgres/index.js";
import { readTextRules, type TextRules } from "../view/text-rules.js";
import { createView, type View, viewKey } from "../view/view.js";
import { type CatchUpContext, catchUp } from "./catch-up.js";
import { createFairTurns, type Whose } from "./fair-turns.js";
import { createFlowCount, type Flow } from "./flow.js";
import { createFollower, type Follower, type Hindrance } from "./follower.js";
import { createFrame } from "./frame.js";
import type { Closing, FeedRequest, FeedSink } from "./interface.js";
import type { HubLimits } from "./limits.js";
import { createLive } from "./live.js";
import { createPageSource } from "./page-source.js";
import { isReset, knownFailure } from "./refusal.js";
import { nothingSeenBefore, seenBySnapshot } from "./seen.js";
import { createSnapshots } from "./shared-snapshots.js";

/** The feeds of one service. */
export interface ServiceFeed {
  /** Opens a view: the client was told `subscribed` when it resolves. See `FeedHub.open`. */
  open(plan: FeedPlan, request: FeedRequest, sink: FeedSink): Promise<Follower>;
  /** Tells those who are live how far the log was looked at. */
  advance(): void;
  readonly subscriptions: number;
  readonly live: number;
  /** What was sent since it was asked the last time. */
  takeFlow(): Flow;
  stop(): void;
}

export interface ServiceFeedOptions {
  readonly service: ServiceModel;
  readonly database: ServiceDatabase;
  readonly reader: LogReader;
  readonly limits: HubLimits;
  readonly heard: FeedEvents;
}

/** What happens to the subscriptions of a service, for whoever reports it. */
export interface FeedEvents {
  opened(follower: Follower, from: "cursor" | "snapshot" | "now"): void;
  live(follower: Follower): void;
  behind(follower: Follower, reason: Hindrance): void;
  closed(follower: Follower, closing: Closing): void;
}

/** Views that are kept ready, whether or not somebody follows them at the moment. */
const keptViews = 1_000;

export function createServiceFeed(options: ServiceFeedOptions): ServiceFeed {
  const { service, database, reader, limits, heard } = options;
  const followers = new Set<Follower>();
  const views = new Map<string, View>();
  const snapshot = createSnapshots(
    { database, schema: service.schema, limits },
    createFairTurns(limits.snapshot.atOnce + (service.tenants ? 1 : 0)),
  );
  const pages = createPageSource(reader, limits);
  const count = createFlowCount();
  let textRules: Promise<TextRules> | undefined;

  const end = (follower: Follower, error: unknown) => {
    const known = knownFailure(error);
    if (known.code === "STOPPING") follower.end("stopped");
    else follower.end(isReset(known) ? "reset" : "failed", error);
  };
  const live = createLive({
    reader,
    limits,
    count,
    onBehind(follower, reason) {
      const { position } = follower.told;
      const text = `{"type":"behind","id":${follower.id},"position":${position},"reason":"${reason}"}`;
      follower.say(createFrame("behind", text));
      heard.behind(follower, reason);
      void bring(follower, position);
    },
    onBroken(error, broken) {
      for (const follower of broken) end(follower, error);
    },
  });
  const context: CatchUpContext = { live, pages, limits, count };

  const bring = async (follower: Follower, least: number, seen = nothingSeenBefore) => {
    try {
      await catchUp(follower, context, least, seen);
      if (!follower.isClosed) heard.live(follower);
    } catch (error) {
      end(follower, error);
    }
  };
  const bringWithRows = async (follower: Follower, least: number) => {
    try {
      const handed = await snapshot(follower);
      if (handed) await bring(follower, least, seenBySnapshot(handed));
    } catch (error) {
      end(follower, error);
    }
  };

  const viewOf = async (plan: FeedPlan): Promise<View> => {
    const key = viewKey(plan);
    const known = views.get(key);
    if (known?.plan.actor === plan.actor) return known;
    textRules ??= readTextRules(database).catch((error) => {
      textRules = undefined;
      throw error;
    });
    const view = createView(plan, await textRules);
    views.set(key, view);
    for (const oldest of views.keys()) {
      if (views.size <= keptViews) break;
      views.delete(oldest);
    }
    return view;
  };

  return {
    async open(plan, request, sink) {
      const view = await viewOf(plan);
      const head = await reader.head();
      const from = request.from === undefined ? undefined : parseCursor(request.from, "from");
      // Says so where the cursor cannot be gone on from.
      if (from) await reader.read({ epoch: from.epoch, position: from.position + 1 }, { count: 1, bytes: 1 });
      const position = from?.position ?? head.position;
      const whose: Whose = { caller: request.caller ?? plan.actor.id, tenant: plan.actor.tenant };
      const follower = createFollower({
        id: request.id,
        whose,
        view,
        epoch: from?.epoch ?? head.epoch,
        position,
        sink,
        acknowledges: request.acknowledges ?? true,
        limits,
        onEnd(closing) {
          followers.delete(follower);
          live.leave(follower);
          heard.closed(follower, closing);
          if (followers.size === 0) live.stop();
        },
      });
      followers.add(follower);
      const text = `{"type":"subscribed","id":${request.id},"epoch":"${follower.epoch}","position":${position}}`;
      follower.say(createFrame("subscribed", text));
      heard.opened(follower, from ? "cursor" : request.snapshot ? "snapshot" : "now");
      void (from || !request.snapshot
        ? bring(follower, head.position)
        : bringWithRows(follower, head.position));
      return follower;
    },
    advance: () => live.advance(),
    get subscriptions() {
      return followers.size;
    },
    get live() {
      return live.followers;
    },
    takeFlow: () => count.take(),
    stop() {
      for (const follower of [...followers]) follower.end("stopped");
      live.stop();
    },
  };
}
