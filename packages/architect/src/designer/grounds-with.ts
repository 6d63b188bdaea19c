import type { Brief } from "../brief/index.js";
import { type Grounds, groundsOf } from "../design/index.js";
import type { KeptOverride } from "../design/store/index.js";
import { ToolError } from "../tool-error.js";

export interface GroundsWithOverrides {
  readonly grounds: Grounds;
  /** Those that hold. */
  readonly overrides: readonly KeptOverride[];
  /** Those that name what there is not any more, since the brief changed. They are kept, and hold again when it is there again. */
  readonly setAside: readonly KeptOverride[];
}

/**
 * What follows from a brief and from what a person decided otherwise, as far as that can still be.
 *
 * @param fresh overrides that are said just now: of these, none is set aside
 * @throws ToolError where a fresh one names what there is not, as `decisionsOf` does
 */
export function groundsWith(
  brief: Brief,
  all: readonly KeptOverride[],
  fresh: readonly KeptOverride[] = [],
): GroundsWithOverrides {
  const setAside: KeptOverride[] = [];
  for (let overrides = all; ; ) {
    try {
      return { grounds: groundsOf(brief, overrides), overrides, setAside };
    } catch (error) {
      const refused = overrides[placeIn(error)];
      if (!refused || fresh.includes(refused)) throw error;
      setAside.push(refused);
      overrides = overrides.filter((one) => one !== refused);
    }
  }
}

/** Which override an error is about, from 0; none where it is about something else. */
function placeIn(error: unknown): number {
  const where = error instanceof ToolError ? /^override (\d+)$/.exec(error.where ?? "")?.[1] : undefined;
  return where === undefined ? -1 : Number(where) - 1;
}
