import { anyone, by, decimal, entity, enumeration, integer, search, service, text } from "@lintel/runtime";
import { featureCodes } from "../data/feature-codes.js";

const place = entity(
  {
    geonameId: integer({ min: 1 }).unique(),
    name: text({ min: 1, max: 200 }),
    /** ISO 3166-1 alpha-2. */
    country: text({ pattern: "^[A-Z]{2}$", max: 2 }),
    /** The first-order division, in the spelling of GeoNames: `CA` for California, `16` for Berlin. */
    adminCode: text({ max: 20 }).optional(),
    municipality: text({ max: 80 }).optional(),
    municipalitySubdivision: text({ max: 20 }).optional(),
    featureCode: enumeration(...featureCodes),
    population: integer({ min: 0 }),
    latitude: decimal({ precision: 7, scale: 5, min: "-90", max: "90" }),
    longitude: decimal({ precision: 8, scale: 5, min: "-180", max: "180" }),
  },
  {
    description:
      "A city, town or village to which parcels are delivered (GeoNames, population of 1,000 or more).",
    rows: 200_000,
    indexes: [
      by("name"),
      by("-population"),
      by("country", "-population"),
      by("latitude", "longitude"),
      search({ name: "A" }, { language: "simple" }),
    ],
    access: { read: anyone },
  },
);

/** Where parcels can go. */
export const delivery = service("delivery", {
  description: "The places to which parcels are delivered.",
  entities: { place },
});
