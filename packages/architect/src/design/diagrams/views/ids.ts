/** The border around the system's own programs. */
export const INSIDE = "inside";

/** The id of a service's box. */
export function serviceId(name: string): string {
  return `service ${name}`;
}
