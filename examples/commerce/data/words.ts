import { faker } from "@faker-js/faker/locale/en";

const { commerce, color, food, person, location, book, music } = faker.rawDefinitions;

/** Adjectives that contradict a brand or a shelf: no `Abbott Unbranded Blue Desk Lamp`. */
const unfit = new Set([
  "Unbranded",
  "Generic",
  "Tasty",
  "Frozen",
  "Fresh",
  "Electronic",
  "Oriental",
  "Licensed",
]);

/** The words of faker that rows are made of, each list read once. */
export const words = {
  brands: listed("person.last_name", person?.last_name?.generic),
  adjectives: listed("commerce.product_name.adjective", commerce?.product_name?.adjective).filter(
    (one) => !unfit.has(one),
  ),
  materials: listed("commerce.product_name.material", commerce?.product_name?.material),
  colours: listed("color.human", color?.human).map(titled),
  tastes: listed("food.adjective", food?.adjective).map(titled),
  cuisines: listed("food.ethnic_category", food?.ethnic_category).filter((one) =>
    /^\S+(?:ish|ian|ese)$/.test(one),
  ),
  spices: listed("food.spice", food?.spice),
  fruits: listed("food.fruit", food?.fruit),
  vegetables: listed("food.vegetable", food?.vegetable),
  formats: listed("book.format", book?.format),
  genres: listed("music.genre", music?.genre),
  countries: listed("location.country", location?.country),
  firstNames: [
    ...listed("person.first_name.female", person?.first_name?.female),
    ...listed("person.first_name.male", person?.first_name?.male),
  ],
  lastNames: listed("person.last_name", person?.last_name?.generic),
  streets: listed("location.street_name", location?.street_name),
} as const;

/** `mint green` to `Mint Green`. */
export function titled(text: string): string {
  return text.replace(/(^|[\s-])\p{Ll}/gu, (letter) => letter.toUpperCase());
}

function listed(name: string, list: readonly string[] | null | undefined): readonly string[] {
  if (!list || list.length === 0) throw new RangeError(`faker has no words at ${name}; expected a list.`);
  return list;
}
