/**
 * The requests that scanners begin with, each of them one that is answered with success, or with `status`: lists with every
 * kind of parameter, rows by id, queries and bodies of JSON; as anyone, as a manager and as a customer. `*` marks a place in a
 * path or header that is to be tried too.
 */
export function targetsOf({ product, category, user, address, order, manager, customer }) {
  const from = "filter[price][gte]=1.00&filter[price][lt]=99.00";
  const get = (path, token) => ({ method: "GET", path, token });
  const send = (method, path, body, token, type = "application/json") => ({
    method,
    path,
    body,
    token,
    type,
  });
  const items = [{ product, quantity: 1 }];
  return [
    get(`/v1/products?${from}&sort=-price,id&page[size]=2`),
    get(`/v1/products?filter[category]=${category}&filter[isActive]=true&fields=id,name`),
    get("/v1/products?filter[price][in]=19.90,29.90&filter[category][isNull]=false&include=category"),
    get("/v1/products?filter[createdAt][gt]=2020-01-01T00:00:00Z&sort=createdAt"),
    get("/v1/products?q=oak table&page[size]=3"),
    get(
      "/v1/places?filter[name][in]=Place 1,Place 2&filter[population][gt]=10&sort=-population&page[size]=2",
    ),
    get("/v1/places?filter[name]=Place 3"),
    get("/v1/orders/best-sellers?limit=3&since=2020-01-01"),
    get(`/v1/products/${product}*`),
    get(`/v1/categories/${category}?fields=name`),
    get("/v1/users?sort=-createdAt&page[size]=2&fields=id,email", manager),
    get(`/v1/orders?filter[status]=placed&filter[customer]=${user}&include=lines`, customer),
    get(`/v1/orders/${order}?fields=id,total`, customer),
    get(`/v1/addresses?filter[user]=${user}&sort=user`, customer),
    send(
      "POST",
      "/v1/products",
      { name: "Desk", description: "A desk.", price: "12.00", category, inventoryCount: 3 },
      manager,
    ),
    send(
      "PATCH",
      `/v1/products/${product}`,
      { description: "Oak.", price: "29.90" },
      manager,
      "application/merge-patch+json",
    ),
    send("POST", "/v1/catalog/restock", { product, quantity: 10 }, manager),
    send("POST", "/v1/orders/place-order", { items, address }, customer),
    {
      ...send(
        "POST",
        "/v1/users/change-password",
        { currentPassword: "no", newPassword: "another password" },
        customer,
      ),
      status: 422,
    },
  ];
}

/** Those that the server at `url` answers otherwise than it should: a scanner would learn nothing from them. */
export async function refusedOf(url, targets) {
  const refused = [];
  for (const { method, path, body, token, type, status } of targets) {
    const answer = await fetch(`${url}${path.replace("*", "")}`, {
      method,
      headers: { ...(token && { authorization: `Bearer ${token}` }), ...(type && { "content-type": type }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (status === undefined ? answer.ok : answer.status === status) await answer.arrayBuffer();
    else refused.push(`${method} ${path} was answered with ${answer.status}: ${await answer.text()}`);
  }
  return refused;
}
