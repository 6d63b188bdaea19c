import { randomUUID } from "node:crypto";

export const enveloped = (data: unknown, page?: object) => ({
  data,
  meta: { timestamp: new Date().toISOString(), requestId: randomUUID(), page },
});
