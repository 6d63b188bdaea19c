/** Decides whether what writers were told and readers were given keeps the promises of the log. */

export { checkDeliveries, type DeliveryFault } from "./check-deliveries.js";
export { checkFollower, type Followed, type FollowerFault } from "./check-follower.js";
export { checkHistory, type HistoryFault } from "./check-history.js";
export { type Change, type History, type Read, type Recorder, recordHistory, type Write } from "./history.js";
