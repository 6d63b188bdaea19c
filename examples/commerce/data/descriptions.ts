import type { Shelf } from "./categories.js";
import { between, pick, wordAt } from "./draw.js";
import { words } from "./words.js";

const purpose = { opening: 20, detail: 21, closing: 22, country: 23, quality: 24, second: 25 };

const qualities = [
  "affordable",
  "balanced",
  "carefully finished",
  "comfortable",
  "compact",
  "dependable",
  "durable",
  "elegant",
  "everyday",
  "generous",
  "hard-wearing",
  "honest",
  "light",
  "long-lasting",
  "low-maintenance",
  "natural",
  "quiet",
  "repairable",
  "robust",
  "sensible",
  "simple",
  "smooth",
  "sturdy",
  "thoughtful",
  "timeless",
  "tried and tested",
  "uncomplicated",
  "versatile",
  "warm",
  "well-made",
] as const;

/** What a product's name is made of. */
export interface ProductWords {
  readonly brand: string;
  readonly adjective: string;
  readonly finish: string;
  readonly noun: string;
}

/** What a sentence can speak of. */
interface Subject extends ProductWords {
  readonly quality: string;
  readonly second: string;
  readonly country: string;
  readonly shelf: string;
}

type Sentence = (subject: Subject) => string;

const openings: readonly Sentence[] = [
  ({ noun, quality, second }) => `This ${noun} is ${quality} and ${second}.`,
  ({ noun, brand, quality }) => `${brand}'s ${noun}, ${quality} since the first day.`,
  ({ noun, finish, country }) => `${finish} ${noun}, designed in ${country}.`,
  ({ noun, adjective, quality }) => `${adjective} and ${quality}: our best-known ${noun}.`,
  ({ noun, shelf, second }) => `The ${second} ${noun} that belongs in every collection of ${shelf}.`,
  ({ noun, brand, country }) => `${brand} brings this ${noun} from ${country}.`,
];

const goods: readonly Sentence[] = [
  ({ finish, quality }) => `The finish in ${finish.toLowerCase()} is ${quality} and ages well.`,
  ({ second }) => `Every part can be replaced, which keeps it ${second} for years.`,
  ({ country, quality }) => `Assembled in ${country}, and ${quality} down to the last screw.`,
  ({ brand }) => `${brand} gives a guarantee of five years and keeps spare parts for ten.`,
  ({ quality, second }) => `Customers call it ${quality} and ${second}.`,
  ({ finish }) => `Also makes a good present; the wrapping matches the ${finish.toLowerCase()}.`,
];

const food: readonly Sentence[] = [
  ({ adjective, finish }) => `${adjective} in the ${finish} way, from few ingredients.`,
  ({ country }) => `From small farms in ${country}, without additives.`,
  ({ brand }) => `Made by the ${brand} family to their grandmother's recipe.`,
  ({ adjective }) => `It tastes ${adjective.toLowerCase()} and goes well with bread.`,
  ({ quality }) => `The packing is ${quality} and can be used again.`,
];

const media: readonly Sentence[] = [
  ({ country }) => `Printed in ${country} on recycled paper.`,
  ({ brand, quality }) => `An edition of ${brand} with ${quality} notes and an index.`,
  ({ finish }) => `Comes as ${finish.toLowerCase()} edition with a booklet of sixteen pages.`,
];

const closings: readonly Sentence[] = [
  () => "Ships within two days.",
  () => "Returned free of charge within thirty days.",
  ({ shelf }) => `See also our other ${shelf.toLowerCase()}.`,
  () => "Sold by the piece.",
  () => "Wrapped without plastic.",
];

function detailsOf(shelf: Shelf): readonly Sentence[] {
  if (shelf.finish === "cuisine") return food;
  return shelf.finish === "format" || shelf.finish === "genre" ? media : goods;
}

/** Three sentences on product `row`: what it is, what is special about it, how it comes. */
export function describe(product: ProductWords, shelf: Shelf, row: number): string {
  const first = between(0, qualities.length - 1, purpose.quality, row);
  const subject: Subject = {
    ...product,
    noun: product.noun.toLowerCase(),
    quality: wordAt(qualities, first),
    second: wordAt(qualities, first + between(1, qualities.length - 1, purpose.second, row)),
    country: pick(words.countries, purpose.country, row),
    shelf: shelf.name,
  };
  const opening = pick(openings, purpose.opening, row)(subject);
  const detail = pick(detailsOf(shelf), purpose.detail, row)(subject);
  return `${opening} ${detail} ${pick(closings, purpose.closing, row)(subject)}`;
}
