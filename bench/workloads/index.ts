import { byId } from "./by-id.js";
import { list } from "./list.js";
import { placeOrder } from "./order.js";
import { search } from "./search.js";
import type { Workload } from "./workload.js";

export type { Ask, SampleProduct, Send, Workload } from "./workload.js";

/** All workloads, in the order in which they run: what writes comes last. */
export const workloads: readonly Workload[] = [byId, list, search, placeOrder];
