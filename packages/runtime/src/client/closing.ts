import { FeedError } from "./feed-error.js";

/** How a connection ended. */
export interface Closing {
  readonly code: number;
  readonly reason: string;
}

/** How long to wait before the next attempt. Milliseconds. */
export interface Retry {
  /** The limit of the random time before the first attempt: 500 unless told. */
  readonly first?: number;
  /** The limit doubles with each attempt, up to this: 30,000 unless told. */
  readonly most?: number;
}

const FIRST_MS = 500;
const MOST_MS = 30_000;
/** With too much to do the server is not asked again within the first few seconds. */
const LATER = 4;

/** As the client wished, or because the client is to be mended: the same would come of it again. */
const over = new Set([1000, 1002, 1003, 1007, 1008, 1009, 4400]);

/** The random time before the attempt after `failures` that came to nothing. */
export function delayOf(failures: number, { first = FIRST_MS, most = MOST_MS }: Retry = {}): number {
  return Math.random() * Math.min(most, first * 2 ** failures);
}

/** The attempts that a connection which ended so counts for: none where the server will be there again at once. */
export function failuresAfter({ code }: Closing, failures: number): number {
  if (code === 1012) return 0;
  return code === 1013 || code === 4429 ? Math.max(LATER, failures) : failures;
}

/** Why a connection that ended so is not opened again; undefined where it is. */
export function endOf({ code, reason }: Closing, hasFreshTokens: boolean): FeedError | undefined {
  const isOver = over.has(code) || (code === 4401 && !hasFreshTokens);
  return isOver ? errorOf({ code, reason }) : undefined;
}

/** A close as an error: its reason begins with a code. */
export function errorOf({ code, reason }: Closing): FeedError {
  const [, named, words] = /^([A-Z][A-Z0-9_]+)\b\s*(.*)$/s.exec(reason) ?? [];
  return new FeedError(named ?? "CONNECTION_CLOSED", words || reason || `The connection ended with ${code}.`);
}
