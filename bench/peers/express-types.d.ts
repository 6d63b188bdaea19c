/** The part of Express that the peer uses; Express 5 brings no types of its own. */
declare module "express" {
  import type { IncomingMessage, Server, ServerResponse } from "node:http";

  export interface Request extends IncomingMessage {
    readonly params: Record<string, string>;
    readonly query: Record<string, string | undefined>;
    readonly body: unknown;
    ip?: string;
  }
  export interface Response extends ServerResponse {
    readonly locals: Record<string, string>;
    status(code: number): Response;
    json(body: unknown): Response;
  }
  export type NextFunction = (error?: unknown) => void;
  export type RequestHandler = (request: Request, response: Response, next: NextFunction) => unknown;
  interface Application {
    use(...handlers: unknown[]): void;
    get(path: string, handler: RequestHandler): void;
    post(path: string, handler: RequestHandler): void;
    listen(port: number, host: string, listening: () => void): Server;
  }
  export default function express(): Application;
  export function json(): RequestHandler;
}
