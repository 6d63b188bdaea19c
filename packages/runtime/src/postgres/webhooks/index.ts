/** Where the endpoints of a service are, what was sent to them, and every statement about that. */
export {
  type EndpointStanding,
  type EndpointTurn,
  type KeptAttempt,
  keepAttempt,
  keepLoss,
  moveEndpoints,
  pruneDeliveries,
  resealSecrets,
} from "./keep.js";
export {
  type DeliveryReport,
  type EndpointReport,
  reportDeliveries,
  reportEndpoints,
  steerEndpoint,
} from "./look.js";
export { type EndpointState, readEndpoints, takeEndpoints } from "./state.js";
export {
  beginStatement,
  disableStatement,
  type EndpointMove,
  headStatement,
  moveStatement,
  rotateStatement,
} from "./steer.js";
