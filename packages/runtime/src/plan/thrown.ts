import { LintelError } from "../errors.js";

/** The failure that `work` throws, for tests. Throws `Error` where it throws none. */
export function thrown(work: () => unknown): LintelError {
  try {
    work();
  } catch (error) {
    if (error instanceof LintelError) return error;
    throw error;
  }
  throw new Error("Nothing was thrown.");
}
