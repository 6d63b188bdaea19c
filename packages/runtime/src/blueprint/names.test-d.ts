import {
  anyOf,
  boolean,
  by,
  check,
  entity,
  fieldValue,
  id,
  money,
  owner,
  role,
  search,
  signedIn,
  text,
  when,
} from "../index.js";

const shape = { name: text(), price: money(), salePrice: money(), seller: id(), isActive: boolean() };

/** Every name in the options of an entity is one of its fields. */
export const product = entity(shape, {
  softDelete: true,
  indexes: [
    by("seller", "-createdAt").where({ isActive: true, deletedAt: { isNull: true } }),
    by("name").unique(),
    search({ name: "A" }),
    search(["name"], { language: "simple" }),
  ],
  checks: [check("sale_below_price", { salePrice: { lte: fieldValue("price") } })],
  access: {
    read: anyOf(when({ isActive: true }), owner("seller")),
    write: role("editor"),
    fields: { salePrice: { read: signedIn } },
  },
});

export const wrong = [
  // @ts-expect-error An index names a field.
  entity(shape, { indexes: [by("nam")] }),
  // @ts-expect-error Descending, too.
  entity(shape, { indexes: [by("name", "-prise")] }),
  // @ts-expect-error The condition of an index names a field.
  entity(shape, { indexes: [by("name").where({ activ: true })] }),
  // @ts-expect-error A unique index keeps its fields.
  entity(shape, { indexes: [by("nam").unique()] }),
  // @ts-expect-error A search names a field.
  entity(shape, { indexes: [search({ nam: "A" })] }),
  // @ts-expect-error A list of names, too.
  entity(shape, { indexes: [search(["nam"])] }),
  // @ts-expect-error A check names a field.
  entity(shape, { checks: [check("cheap", { prise: { lt: "9" } })] }),
  // @ts-expect-error The field that it compares with, too.
  entity(shape, { checks: [check("cheap", { salePrice: { lte: fieldValue("prise") } })] }),
  // @ts-expect-error Without a comparison, too.
  entity(shape, { checks: [check("cheap", { salePrice: fieldValue("prise") })] }),
  // @ts-expect-error An access rule names a field.
  entity(shape, { access: { read: owner("seler") } }),
  // @ts-expect-error Within another rule, too.
  entity(shape, { access: { read: anyOf(role("editor"), owner("seler")) } }),
  // @ts-expect-error A condition names a field.
  entity(shape, { access: { read: when({ activ: true }) } }),
  // @ts-expect-error Rules of fields name fields.
  entity(shape, { access: { fields: { prise: { read: role("editor") } } } }),
  // @ts-expect-error A rule of a field is about the caller, not about the row.
  entity(shape, { access: { fields: { price: { read: owner("seller") } } } }),
  // @ts-expect-error There is no such operation.
  entity(shape, { access: { reed: role("editor") } }),
  // @ts-expect-error A row that is not deleted softly has no deletedAt.
  entity(shape, { indexes: [by("deletedAt")] }),
  // @ts-expect-error There is no such option.
  entity(shape, { softdelete: true }),
];
