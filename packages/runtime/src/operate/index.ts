export { createHealth, type Health, type HealthOptions, type HealthReport } from "./health.js";
export type { LogLevel } from "./log-line.js";
export { type LogOptions, logFacts } from "./logs.js";
export { type Metrics, type MetricsOptions, measureFacts } from "./metrics.js";
export { randomHex } from "./random-hex.js";
export { errorLine } from "./safe-error.js";
export { createShutdown, type Shutdown, type ShutdownOptions, type ShutdownSteps } from "./shutdown.js";
export {
  childOf,
  createTrace,
  formatTraceparent,
  parseTraceparent,
  spanWithin,
  type Trace,
  type Traceparent,
  traceOf,
} from "./trace-context.js";
export { passOnTracestate } from "./tracestate.js";
