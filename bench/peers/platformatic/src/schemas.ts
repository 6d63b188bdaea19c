const text = { type: "string" } as const;
const uuid = { type: "string", format: "uuid" } as const;
const decimal = { type: "string", pattern: "^\\d{1,8}(\\.\\d{1,2})?$" } as const;
const nullable = { type: ["string", "null"] } as const;

const product = {
  type: "object",
  properties: {
    id: text,
    name: text,
    description: nullable,
    price: text,
    category: text,
    inventoryCount: { type: "integer" },
    isActive: { type: "boolean" },
    createdAt: text,
    updatedAt: text,
    version: { type: "integer" },
    deletedAt: nullable,
  },
} as const;

const line = {
  type: "object",
  properties: {
    product: text,
    name: text,
    unitPrice: text,
    quantity: { type: "integer" },
    lineTotal: text,
  },
} as const;

const answer = (data: object, more: object = {}) => ({
  200: {
    type: "object",
    properties: {
      data,
      meta: { type: "object", properties: { timestamp: text, requestId: text, ...more } },
    },
  },
});

export const one = {
  params: { type: "object", properties: { id: uuid }, required: ["id"] },
  response: answer(product),
};

export const page = {
  querystring: {
    type: "object",
    properties: {
      "filter[price][gte]": decimal,
      "filter[price][lte]": decimal,
      "filter[isActive]": { type: "boolean" },
      "filter[category]": uuid,
      sort: { type: "string", enum: ["price"] },
      q: { type: "string", minLength: 1, maxLength: 200 },
      "page[size]": { type: "integer", minimum: 1, maximum: 100, default: 20 },
      "page[after]": { type: "string", maxLength: 200 },
    },
  },
  response: answer(
    { type: "array", items: product },
    { page: { type: "object", properties: { size: { type: "integer" }, next: nullable } } },
  ),
};

export const placing = {
  body: {
    type: "object",
    required: ["items", "deliverTo"],
    properties: {
      items: {
        type: "array",
        minItems: 1,
        maxItems: 100,
        items: {
          type: "object",
          required: ["product", "quantity"],
          properties: { product: uuid, quantity: { type: "integer", minimum: 1, maximum: 1_000 } },
        },
      },
      deliverTo: {
        type: "object",
        additionalProperties: false,
        required: ["recipient", "street", "postalCode", "city", "country"],
        properties: {
          recipient: { type: "string", minLength: 1, maxLength: 200 },
          street: { type: "string", minLength: 1, maxLength: 200 },
          postalCode: { type: "string", minLength: 1, maxLength: 20 },
          city: { type: "string", minLength: 1, maxLength: 120 },
          region: { type: ["string", "null"], maxLength: 120 },
          country: { type: "string", pattern: "^[A-Z]{2}$" },
        },
      },
    },
  },
  response: answer({
    type: "object",
    properties: { order: text, total: text, lines: { type: "array", items: line } },
  }),
};
