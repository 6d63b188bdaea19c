/** The commerce example as it was built, so that no measured process carries a compiler. */
const built = (file: string) => new URL(`../../examples/commerce/dist/${file}`, import.meta.url).href;

export async function commerceBlueprint() {
  const module: typeof import("../examples/commerce/blueprint.js") = await import(built("blueprint.js"));
  return module.default;
}

export async function commerceSeeds() {
  const module: typeof import("../examples/commerce/seed.js") = await import(built("seed.js"));
  return module.default;
}
