export { fingerprint, parseIdempotencyKey, scopeIn } from "./key.js";
export { type Answer, keyLock, type OnceAnswer, type OnceRequest, onceInTransaction } from "./once.js";
export { type SweepOptions, sweepIdempotencyKeys } from "./sweep.js";
