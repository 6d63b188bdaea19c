import autocannon from "autocannon";
import { cpuOf, cpuOfPostgres } from "./cost.js";
import type { Stage } from "./database.js";
import type { Round } from "./report.js";
import type { Server } from "./server.js";
import type { Workload } from "./workloads/index.js";

/**
 * Loads a server for some seconds. Each connection is another customer and has its own share of the requests, written
 * before the load begins. Throws if any answer was not a good one.
 */
export async function load(
  server: Server,
  workload: Workload,
  stage: Stage,
  options: { readonly connections: number; readonly seconds: number },
): Promise<Round> {
  const { connections, seconds } = options;
  const asks = workload.requests(stage.sample);
  let opened = 0;
  const before = [await cpuOf(server.pid), await cpuOfPostgres(stage.postmaster)] as const;
  const result = await autocannon({
    url: server.url,
    connections,
    duration: seconds,
    timeout: 30,
    setupClient: (client) => {
      const mine = opened++;
      const headers = {
        authorization: `Bearer ${stage.tokens[mine % stage.tokens.length]}`,
        "content-type": "application/json",
      };
      const share = asks.filter((_, at) => at % connections === mine % connections);
      client.setRequests(
        share.map(({ method, path, body }) => ({
          method,
          path,
          headers,
          ...(body !== undefined && { body: JSON.stringify(body) }),
        })),
      );
    },
  });
  const after = [await cpuOf(server.pid), await cpuOfPostgres(stage.postmaster)] as const;
  const wrong = result.non2xx + result.errors + result.timeouts;
  const total = result.requests.total;
  if (wrong > 0 || total === 0)
    throw new Error(`${server.peer.title}, ${workload.name}: ${wrong} of ${total} answers were not good.`);
  return {
    perSecond: total / result.duration,
    p50: result.latency.p50,
    p97: result.latency.p97_5,
    serverCpu: ((after[0] - before[0]) / total) * 1_000,
    databaseCpu: ((after[1] - before[1]) / total) * 1_000,
  };
}
