import { failure, LintelError } from "../errors.js";

/** What Fastify and Node report while a request arrives, as a failure from the catalogue; anything else is `INTERNAL`. */
export function arrivalFailure(error: unknown, bodyLimit: number): LintelError {
  if (error instanceof LintelError) return error;
  const { code = "", statusCode = 500 } = error as { code?: string; statusCode?: number };
  switch (code) {
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return tooLarge(bodyLimit);
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
    case "FST_ERR_ROUTE_MISSING_CONTENT_TYPE":
      return failure("MEDIA_TYPE_UNSUPPORTED", "The Content-Type is missing, or not one that is taken here.");
    case "FST_ERR_CTP_INVALID_CONTENT_LENGTH":
    case "ECONNRESET":
      return failure("BODY_ABORTED", "The body had not the length that Content-Length says.", {
        cause: error,
      });
    case "FST_ERR_BAD_URL":
      return failure("ROUTE_NOT_FOUND", "The address is not a URL that can be read.");
    case "FST_ERR_MAX_PARAM_LENGTH":
      return failure("ROUTE_NOT_FOUND", "A part of the address is longer than any id.");
    default:
      return statusCode >= 400 && statusCode < 500
        ? failure("BODY_MALFORMED", "The request could not be read.", { cause: error })
        : failure("INTERNAL", "An error of ours.", { cause: error });
  }
}

/** A body beyond the limit, said or seen. */
export function tooLarge(bodyLimit: number): LintelError {
  return failure("BODY_TOO_LARGE", `The body is larger than ${bodyLimit} bytes, the most that is taken.`);
}
