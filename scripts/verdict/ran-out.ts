/*
 * Which failures of a test say no more than that a wait ran out, as it may on a machine that has much else to do.
 */

/** What waits say, those of tests and those of what they use. */
const waits = [
  /^In \d+ m?s it did not come to be\b/,
  /^It did not come to be in \d+ m?s\b/,
  /^It did not hold within \d+ ms\b/,
  /^Not so within \d+ ms\b/,
  /^There was none within \d+ ms\b/,
  /^The condition did not come true in time\b/,
  // vitest keeps this as the message of a test or hook that had not ended.
  /^STACK_TRACE_ERROR\b/,
  /^(?:Test|Hook) timed out in \d+ms\b/,
  /^Timed out in (?:waitUntil|waitFor)!/,
  // Connections: pg, its pool, Node, fetch.
  /^timeout expired\b/,
  /^Connection terminated due to connection timeout\b/,
  /^connect ETIMEDOUT\b/,
  /^Connect Timeout Error\b/,
];

/** vitest leaves this in the stack of a poll, which it gives what the last look failed with. */
const poll = "__VITEST_POLL_CHAIN__";

/**
 * Whether a failure, as vitest reports it with its stack, is a wait that ran out and nothing else. What an assertion, a property
 * or a poll finds wrong is none: entries in a list other than they should be, or more of something than there may be.
 */
export function ranOut(failure: string): boolean {
  const said = failure.replace(/^(?:[A-Za-z]*Error: )+/, "");
  if (said.startsWith("Property failed")) return false;
  if (waits.some((wait) => wait.test(said))) return true;
  return failure.includes(poll) && onlyNotYet(said.split("\n")[0] ?? "");
}

/** Whether what a poll saw last may still become what it waited for. */
function onlyNotYet(said: string): boolean {
  if (!said.startsWith("expected ")) return true;
  const counted =
    /^expected (?<seen>-?[\d.]+) to be (?<wanted>-?[\d.]+)\b/.exec(said) ??
    /to have a length of (?<wanted>\d+) but got (?<seen>\d+)/.exec(said);
  if (counted?.groups) return Number(counted.groups.seen) < Number(counted.groups.wanted);
  if (/^expected .+ to be (?:greater than|at least) /.test(said)) return true;
  return /^expected (?:undefined|null|false|true|'[^']*') to be \S/.test(said);
}
