import { fieldsOf } from "../holds/fields-of.js";
import type { Known, KnownEntity } from "../known.js";
import type { EntitySketch } from "../sketch.js";
import { sharedBecause } from "../tenants.js";
import { accessFor } from "./access.js";
import { additionsTo } from "./additions.js";
import { withoutCircles } from "./circles.js";
import type { Drafted } from "./drafted.js";
import { indexesFor } from "./indexes.js";
import { notesFor } from "./notes.js";
import { withOtherSides } from "./other-sides.js";
import { ownerOf, withOwners } from "./owners.js";
import { withProtection } from "./protection.js";
import { rowsFor } from "./rows.js";

/** All entities of a system, by their need. */
export function entitiesOf(known: Known): readonly (EntitySketch & { readonly of: KnownEntity })[] {
  const read = known.entities.map((entity): Drafted => {
    const fields = additionsTo(known, entity, fieldsOf(known, entity));
    const owner = ownerOf(known, entity, fields);
    return { known: entity, fields, ...(owner !== undefined && { owner }) };
  });
  const owned = withOwners(known, withoutCircles(read));
  return owned.map((drafted) => {
    const { known: of, owner } = drafted;
    const access = accessFor(known, drafted, owned);
    const fields = withProtection(of, withOtherSides(drafted, owned), access.access);
    const shared = sharedBecause(known, of, fields);
    const feed = (isAudited(known, of) || isFollowed(known, drafted)) && access.access.read.kind !== "nobody";
    return {
      of,
      name: of.name,
      description: descriptionOf(of),
      notes: [...notesFor(known, of), ...access.notes],
      fields,
      rows: rowsFor(of.need),
      ...(shared !== undefined && { shared }),
      softDelete: isHidden(known, of),
      feed,
      indexes: indexesFor(known, { ...drafted, fields }, access.access, owner),
      access: access.access,
    };
  });
}

function descriptionOf({ need }: KnownEntity): string {
  const name = need.name.trim();
  const holds = need.holds.trim().replace(/\.$/, "");
  const what = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return holds === "" ? `${what}.` : `${what}: ${holds}.`;
}

/** Deleted rows are only hidden, where the brief says so. */
function isHidden(known: Known, { need, isLog }: KnownEntity): boolean {
  if (isLog) return false;
  const tellsOfSomebody = need.privacy === "personal" || need.privacy === "sensitive";
  return tellsOfSomebody && known.needs.choice("data.deletion").value.includes("hide");
}

/**
 * Where it must be known who changed what, each change is written into the log, with who asked. Entries that are only added, and notes of what happened,
 * say it themselves.
 */
function isAudited(known: Known, { service, isLog }: KnownEntity): boolean {
  return !isLog && known.chosen("data-pattern", service) === "audited";
}

/** What people watch while others change it: rows with a state, of a size that can be watched. */
function isFollowed(known: Known, { known: entity, fields }: Drafted): boolean {
  if (known.chosen("live-updates") !== "feeds" || entity.isLog) return false;
  const changes =
    fields.some(({ name }) => name === "state") ||
    known.cut.workflows.some(({ owner, feature }) => owner === entity.service && feature.priority === "P0");
  return changes && !entity.isTenant;
}
