/** Feeds: clients follow the rows of an entity. `hub/` is the core, which knows no transport. */
export { createFeeds, type DoorLimits, type Feeds } from "./feeds.js";
export { createFrame, type Frame, type FrameType } from "./hub/frame.js";
export { createFeedHub, type FeedHubOptions } from "./hub/hub.js";
export type {
  Closing,
  FeedHub,
  FeedRequest,
  FeedSink,
  FeedWindow,
  Subscription,
} from "./hub/interface.js";
export type { HubLimits } from "./hub/limits.js";
export { refusalFrame } from "./hub/refusal.js";
