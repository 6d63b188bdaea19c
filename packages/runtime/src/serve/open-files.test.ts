import { expect, it } from "vitest";
import { usualSockets } from "./open-files.js";

const limits = (soft: string) => `Limit                     Soft Limit           Hard Limit           Units
Max processes             95986                95986                processes
Max open files            ${soft}                 20000                files
Max locked memory         8388608              8388608              bytes
`;

it.each([
  ["1024", 768],
  ["20000", 16_384],
  ["unlimited", 16_384],
  ["100", 64],
])("leaves files for the process itself where %s may be open", (soft, sockets) => {
  expect(usualSockets(() => limits(soft))).toBe(sockets);
});

it("takes the usual number where the system does not say", () => {
  expect(usualSockets(() => "")).toBe(16_384);
});
