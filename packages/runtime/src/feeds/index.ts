/** Feeds: clients follow the rows of an entity. `hub/` is the core, which knows no transport. */
export { createFeeds, type DoorLimits, type Feeds } from "./feeds.js";
export { createFrame, type Frame, type FrameType } from "./hub/frame.js";
export type {
  Closing,
  FeedHub,
  FeedRequest,
  FeedSink,
  FeedWindow,
  Subscription,
} from "./hub/interface.js";
export { refusalFrame } from "./hub/refusal.js";
