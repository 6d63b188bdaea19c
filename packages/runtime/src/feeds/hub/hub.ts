import type { Actor, EntityModel, SystemModel } from "../../blueprint/index.js";
import { failure } from "../../errors.js";
import type { Facts } from "../../facts.js";
import type { Logs } from "../../log/index.js";
import { type FeedPlan, type PlanSettings, planContext, planFeed } from "../../plan/index.js";
import type { Database } from "../../postgres/index.js";
import { viewKey } from "../view/view.js";
import { createCounter } from "./counter.js";
import type { Follower } from "./follower.js";
import type { FeedHub, Subscription } from "./interface.js";
import { type HubLimits, usualLimits } from "./limits.js";
import { reportFeed, reportFlow } from "./report.js";
import { createServiceFeed, type ServiceFeed } from "./service-feed.js";

export interface FeedHubOptions {
  readonly model: SystemModel;
  readonly plan: PlanSettings;
  readonly database: Database;
  readonly logs: Logs;
  readonly facts: Facts;
  readonly limits?: Partial<HubLimits> | undefined;
}

/**
 * Makes the core of feeds. Nothing is read before the first subscription is opened, and the log of a service only while somebody follows
 * it.
 */
export function createFeedHub({
  model,
  plan: settings,
  database,
  logs,
  facts,
  limits: given,
}: FeedHubOptions): FeedHub {
  const limits: HubLimits = { ...usualLimits, ...given };
  const entities = feedsOf(model);
  const feeds = new Map<string, ServiceFeed>();
  let isStopping = false;

  const count = () => {
    let sum = 0;
    for (const feed of feeds.values()) sum += feed.subscriptions;
    return sum;
  };
  const tenants = createCounter(limits.subscriptionsPerTenant, "subscriptions of this tenant");
  /** Counts for the caller's tenant from before it is opened until it is closed. */
  const withinShare = async ({ tenant }: Actor, open: () => Promise<Follower>): Promise<Follower> => {
    if (tenant === undefined) return open();
    tenants.add(tenant);
    try {
      const follower = await open();
      void follower.closed.then(() => tenants.remove(tenant));
      return follower;
    } catch (error) {
      tenants.remove(tenant);
      throw error;
    }
  };
  const planOf = (entity: EntityModel, actor: Actor, query: string): FeedPlan =>
    planFeed(planContext(settings, actor), entity, query);
  const feedOf = ({ service: name }: EntityModel): ServiceFeed => {
    const known = feeds.get(name);
    if (known) return known;
    const service = model.services.find((one) => one.name === name);
    if (!service) throw new TypeError(`There is no service ${name}.`);
    const made = createServiceFeed({
      service,
      database: database.service(name),
      reader: logs.reader(name),
      limits,
      heard: reportFeed(name, facts),
    });
    feeds.set(name, made);
    return made;
  };
  const timer = setInterval(() => {
    for (const [service, feed] of feeds) {
      feed.advance();
      reportFlow(service, feed, facts);
    }
  }, limits.advance);
  timer.unref();

  return {
    window: limits.window,
    get subscriptions() {
      return count();
    },
    async open(request, sink) {
      if (isStopping) throw stopping();
      if (count() >= limits.subscriptions)
        throw failure(
          "OVERLOADED",
          `${limits.subscriptions} subscriptions are open; expected fewer for one more.`,
        );
      const entity = entities.get(request.entity);
      if (!entity)
        throw failure(
          "FEED_UNKNOWN",
          `Received the entity ${JSON.stringify(request.entity.slice(0, 80))}; expected one of: ${[...entities.keys()].join(", ")}.`,
        );
      const plan = planOf(entity, request.actor, request.query);
      const follower = await withinShare(request.actor, () => feedOf(entity).open(plan, request, sink));
      if (isStopping) follower.end("stopped");
      return subscriptionOf(follower, (actor) => planOf(entity, actor, request.query));
    },
    async stop() {
      isStopping = true;
      clearInterval(timer);
      for (const feed of feeds.values()) feed.stop();
    },
  };
}

function subscriptionOf(follower: Follower, plan: (actor: Actor) => FeedPlan): Subscription {
  return {
    acknowledge: (position) => follower.acknowledge(position),
    changeActor(actor) {
      if (follower.isClosed || isSame(follower, plan, actor)) return;
      follower.end(
        "reset",
        failure(
          "FEED_VIEW_CHANGED",
          "What this caller may read is not what it was when the view was opened.",
        ),
      );
    },
    close: () => follower.end("closed"),
    closed: follower.closed,
  };
}

function isSame(follower: Follower, plan: (actor: Actor) => FeedPlan, actor: Actor): boolean {
  try {
    return viewKey(plan(actor)) === follower.view.key;
  } catch {
    // What this actor may not follow at all is no view of theirs.
    return false;
  }
}

/** The entities that are feeds, by name. */
function feedsOf({ services }: SystemModel): ReadonlyMap<string, EntityModel> {
  const feeds = services.flatMap(({ entities }) => entities.filter(({ feed }) => feed));
  return new Map(feeds.map((entity) => [entity.name, entity]));
}

function stopping() {
  return failure("STOPPING", "This process is stopping and opens no feed any more.");
}
