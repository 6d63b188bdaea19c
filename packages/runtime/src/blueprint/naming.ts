import pluralize from "pluralize";

/** `inventoryCount` to `inventory_count`: the spelling of tables, columns and schemas. */
export function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
    .replaceAll("-", "_")
    .toLowerCase();
}

/** `orderLine` to `order-line`: the spelling of paths. */
export function kebabCase(name: string): string {
  return snakeCase(name).replaceAll("_", "-");
}

/** `PRODUCT_NOT_FOUND` begins with this: `orderLine` to `ORDER_LINE`. */
export function constantCase(name: string): string {
  return snakeCase(name).toUpperCase();
}

/** `orderLine` to `orderLines`, by the rules of English. */
export function plural(name: string): string {
  return pluralize(name);
}

/** `orderLines` to `orderLine`, by the rules of English. */
export function singular(name: string): string {
  return pluralize.singular(name);
}

/** `order_line` or `order-line` to `orderLine`. */
export function camelCase(name: string): string {
  return name.replace(/[-_]+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** `orderLine` to `OrderLine`: the spelling of schemas in API documents. */
export function pascalCase(name: string): string {
  const camel = camelCase(name);
  return camel.charAt(0).toUpperCase() + camel.slice(1);
}
