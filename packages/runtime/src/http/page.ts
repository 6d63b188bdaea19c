import type { FastifyReply, FastifyRequest } from "fastify";
import type { Dispatch } from "./dispatch.js";
import type { Page } from "./options.js";
import { requireWellFormed } from "./well-formed.js";

/** Answers with a document beside the API; whoever asks. */
export function pageHandler(page: Page, dispatch: Dispatch) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const exchange = dispatch.begin(request.raw, reply.raw, page.path);
    reply.hijack();
    if (!page.always && !dispatch.admitAnyone(exchange)) return;
    try {
      if (page.always) requireWellFormed(request.raw);
      const { status, type, body, security } = await page.answer();
      dispatch.finish(exchange, {
        status,
        headers: ["content-type", type, "cache-control", "no-cache"],
        body,
        security,
      });
    } catch (error) {
      dispatch.fail(exchange, error);
    }
  };
}
