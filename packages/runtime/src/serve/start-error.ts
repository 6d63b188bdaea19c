/** Every way in which a system fails to start. Codes are stable and never reused. */
export type StartErrorCode =
  | "BLUEPRINT_HAS_ERRORS"
  | "ENVIRONMENT_UNKNOWN"
  | "SETTINGS_INCOMPLETE"
  | "PORT_TAKEN"
  | "ADDRESS_UNUSABLE";

/** Why a system did not start, and what to do: for the person who starts it. */
export class StartError extends Error {
  override readonly name = "StartError";

  constructor(
    readonly code: StartErrorCode,
    message: string,
    readonly next: string,
    options: { readonly cause?: unknown } = {},
  ) {
    super(message, options);
  }
}
