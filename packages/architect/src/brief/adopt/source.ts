import { relative } from "node:path";
import { type Origin, placeOf } from "@lintel/runtime/tools";

/** Says where in a project something of its blueprint was written: `services/orders.ts:112`. */
export type Source = (origin: Origin) => string | undefined;

export function sourceIn(directory: string): Source {
  return (origin) => {
    const place = placeOf(origin);
    return place && `${relative(directory, place.file)}:${place.line}`;
  };
}

const most = 12;

/** What an answer says of itself: where it was taken from. */
export function takenFrom(source: Source, origins: readonly Origin[]): string {
  const places = [...new Set(origins.flatMap((origin) => source(origin) ?? []))];
  const shown = places.slice(0, most).join(", ");
  const more = places.length > most ? `, and ${places.length - most} more` : "";
  return `Taken from the blueprint${places.length > 0 ? `: ${shown}${more}` : ""}.`;
}
