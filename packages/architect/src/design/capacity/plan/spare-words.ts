import type { Machines } from "../capacity.js";

/** How much of the servers is to spare, behind their number: "with one that may fail". */
export function spareWords({ spare }: Machines): string {
  return spare === 0 ? "on one machine, with none to spare" : "with one that may fail";
}
