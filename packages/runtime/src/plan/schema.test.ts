import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { shapeSchema } from "./field-schema.js";
import { entityNamed, operationNamed } from "./scenario.js";
import { createSchema, rowSchema, updateSchema } from "./schema.js";

const product = entityNamed("product");
type Properties = { readonly [name: string]: { readonly [keyword: string]: unknown } };
const propertiesOf = (schema: { readonly [keyword: string]: unknown }) => schema.properties as Properties;

describe("the schemas for documents", () => {
  const all = [
    rowSchema(product),
    createSchema(product),
    updateSchema(product),
    shapeSchema(operationNamed("reserve").input, "input"),
    shapeSchema(operationNamed("reserve").output, "output"),
  ];

  it("are standard JSON Schema 2020-12, whose own examples and defaults are valid", () => {
    const ajv = new Ajv2020({
      strict: true,
      allowUnionTypes: true,
      formats: { int32: true, int64: true, decimal: true },
    });
    (formats as unknown as (ajv: Ajv2020) => void)(ajv);
    for (const schema of all) {
      expect(() => ajv.compile(schema)).not.toThrow();
      for (const field of Object.values(propertiesOf(schema))) {
        const samples = [
          ...((field.examples as unknown[]) ?? []),
          ...("default" in field ? [field.default] : []),
        ];
        for (const sample of samples)
          expect(ajv.validate(field, sample), JSON.stringify([field, sample])).toBe(true);
      }
    }
  });

  it("hold no private field and no keyword of the validator's", () => {
    for (const schema of all) {
      expect(JSON.stringify(schema)).not.toContain("x-");
      expect(JSON.stringify(schema)).not.toContain('"secret"');
    }
  });

  it("say what is read only, deprecated, required and nullable", () => {
    const row = propertiesOf(rowSchema(product));
    expect(row.version).toMatchObject({ readOnly: true });
    expect(row.old).toMatchObject({ deprecated: true, description: "Deprecated: Use name." });
    expect(row.kind).toMatchObject({ type: ["string", "null"], enum: ["book", "film", null] });
    expect(row.settings).toMatchObject({ anyOf: [{ type: "null" }, { type: "object" }] });
    expect(rowSchema(product).required).toEqual(Object.keys(row));
    expect(createSchema(product)).toMatchObject({
      required: ["name", "price", "category"],
      additionalProperties: false,
    });
    expect(Object.keys(propertiesOf(updateSchema(product)))).not.toContain("code");
    expect(propertiesOf(updateSchema(product)).stock).not.toHaveProperty("default");
    expect(Object.keys(propertiesOf(rowSchema(product, product.fields.slice(0, 2))))).toEqual(["id", "name"]);
  });
});
