/**
 * Finds words on the page: parts of documents in which all of them stand, as links. It sets text only, never markup. Without it the page holds all that it holds, and the
 * browser's own search finds the same.
 */
export const siteScript = `
(() => {
  const form = document.getElementById("search");
  const field = form.querySelector("input");
  const found = document.getElementById("found");
  form.hidden = false;
  let parts;
  const read = () => {
    parts = [];
    for (const article of document.querySelectorAll("main article")) {
      let part = { id: article.id, title: article.dataset.title, text: "" };
      parts.push(part);
      for (const child of article.children) {
        if (/^H[2-6]$/.test(child.tagName) && child.id) {
          part = { id: child.id, title: article.dataset.title + ": " + child.textContent, text: "" };
          parts.push(part);
        }
        const alts = [...child.querySelectorAll("img")].map((image) => image.alt).join(" ");
        part.text += " " + child.textContent + " " + alts;
      }
    }
    for (const part of parts) part.text = (part.title + part.text).toLowerCase();
  };
  const show = () => {
    if (!parts) read();
    const words = field.value.toLowerCase().split(/\\s+/).filter(Boolean);
    const hits = words.length ? parts.filter(({ text }) => words.every((word) => text.includes(word))) : [];
    found.replaceChildren();
    const list = document.createElement("ul");
    for (const { id, title } of hits.slice(0, 30)) {
      const link = document.createElement("a");
      link.href = "#" + encodeURIComponent(id);
      link.textContent = title;
      const item = document.createElement("li");
      item.append(link);
      list.append(item);
    }
    const says = document.createElement("p");
    says.textContent = words.length ? (hits.length === 1 ? "1 part found" : hits.length + " parts found") + (hits.length > 30 ? ", the first 30:" : "") : "";
    found.append(says, list);
  };
  field.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
})();
`;
