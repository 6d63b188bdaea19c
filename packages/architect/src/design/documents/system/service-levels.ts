import type { ServiceModel } from "@lintel/runtime/tools";
import type { Architecture } from "../../architecture.js";
import type { Known, LatencyNeed } from "../../needs/index.js";
import { heading, list, sayCount, sayMilliseconds, sayNumber, section } from "../../text/index.js";
import { originOf, uptimeWords } from "./at-a-glance.js";

/** What a service is held to, and what it is sized for. */
export function serviceLevels({ needs, capacity }: Architecture, service: ServiceModel): string {
  const { latency, uptime } = needs;
  const sized = capacity.services.find((one) => one.service === service.name);
  return section(
    heading(4, `Service levels of ${service.name}`),
    list([
      `Reads: ${within(latency.read)}`,
      `Writes: ${within(latency.write)}`,
      `In service ${uptimeWords(uptime.value)}. ${originOf(uptime)}`,
      ...(sized
        ? [
            `Sized for ${perSecond(sized.requests)} requests and ${perSecond(sized.statements)} statements a second: ${sayCount(sized.instances, "instance")}, each with ${sayCount(sized.pool, "connection")}. [capacity.md](capacity.md)`,
          ]
        : []),
    ]),
  );
}

function perSecond(rate: number): string {
  return sayNumber(rate >= 100 ? Math.round(rate) : Number(rate.toPrecision(2)));
}

function within(known: Known<LatencyNeed>): string {
  const { milliseconds, percentile } = known.value;
  return `${sayNumber(percentile)} of 100 answered within ${sayMilliseconds(milliseconds)}. ${originOf(known)}`;
}
