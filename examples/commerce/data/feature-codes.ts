/**
 * What kind of place a place is, in the codes of GeoNames: PPLC is a capital, PPLA to PPLA5 are seats of
 * governments from the first order to the fifth, PPLX is a part of a place, PPL any other.
 */
export const featureCodes = [
  "PPL",
  "PPLA",
  "PPLA2",
  "PPLA3",
  "PPLA4",
  "PPLA5",
  "PPLC",
  "PPLCH",
  "PPLF",
  "PPLG",
  "PPLH",
  "PPLL",
  "PPLQ",
  "PPLR",
  "PPLS",
  "PPLW",
  "PPLX",
  "STLMT",
] as const;
