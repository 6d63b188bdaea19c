/** The connection broke, or could not be made. What was on it may or may not have been done. */
export class ConnectionLost extends Error {
  constructor(cause: unknown) {
    super("The connection to the database was lost.", { cause });
    this.name = "ConnectionLost";
  }
}

/** The SQLSTATE of an error of PostgreSQL, or undefined for any other error. */
export function sqlStateOf(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) && "severity" in (error as object)
    ? code
    : undefined;
}

/** True where the server is there, and has no connection left for this login. */
export function isOutOfConnections(error: unknown): boolean {
  return error instanceof ConnectionLost && sqlStateOf(error.cause) === outOfConnections;
}

const outOfConnections = "53300";

/** The states that end a connection. Its severity, which would say so too, comes in the server's language. */
const ending = /^(08...|57P0[1-5]|25P0[34]|53300)$/;

/** True where the statement itself failed, and the connection goes on. */
export function isStatementError(error: unknown): boolean {
  const state = sqlStateOf(error);
  return state !== undefined && !ending.test(state);
}
