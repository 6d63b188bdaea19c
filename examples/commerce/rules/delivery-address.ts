import { text } from "@lintel/runtime";

/** The words on a parcel: the fields of an address, and of what an order keeps of it. */
export function deliveryAddress() {
  return {
    recipient: text({ min: 1, max: 200 }).personal(),
    street: text({ min: 1, max: 200 }).personal(),
    postalCode: text({ min: 1, max: 20 }).personal(),
    city: text({ min: 1, max: 120 }).personal(),
    region: text({ max: 120 }).personal().optional(),
    /** ISO 3166-1 alpha-2. */
    country: text({ pattern: "^[A-Z]{2}$", max: 2 }),
  };
}

/** The same as plain data. */
export interface DeliveryAddress {
  readonly recipient: string;
  readonly street: string;
  readonly postalCode: string;
  readonly city: string;
  readonly region: string | null;
  readonly country: string;
}

/** JSON Schema of a {@link DeliveryAddress}. */
export const deliveryAddressSchema = {
  type: "object",
  additionalProperties: false,
  required: ["recipient", "street", "postalCode", "city", "region", "country"],
  properties: {
    recipient: { type: "string", minLength: 1, maxLength: 200 },
    street: { type: "string", minLength: 1, maxLength: 200 },
    postalCode: { type: "string", minLength: 1, maxLength: 20 },
    city: { type: "string", minLength: 1, maxLength: 120 },
    region: { type: ["string", "null"], maxLength: 120 },
    country: { type: "string", pattern: "^[A-Z]{2}$", maxLength: 2 },
  },
} as const;
