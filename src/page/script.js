"use strict";
(() => {
  // What a link leads to is unfolded.
  const unfold = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    if (target) target.scrollIntoView();
  };
  addEventListener("hashchange", unfold);
  unfold();
  // Headings sort: once upwards, once more downwards. Texts by language, numbers by value.
  const table = document.querySelector("table.people");
  if (!table) return;
  const heads = [...table.querySelectorAll("th[data-sort]")];
  const key = (body, at, numbers) => {
    const cell = body.rows[0].cells[at];
    const text = (cell.dataset.v || cell.textContent).trim();
    if (!numbers) return text;
    const number = parseFloat(text.replace(/,/g, ""));
    return isNaN(number) ? -Infinity : number;
  };
  heads.forEach((head, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    head.setAttribute("aria-sort", "none");
    button.addEventListener("click", () => {
      const numbers = head.dataset.sort === "number";
      const now = head.getAttribute("aria-sort");
      const down = now === "ascending" || (numbers && now !== "descending");
      heads.forEach((other) => other.setAttribute("aria-sort", "none"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const bodies = [...table.tBodies].map((body) => [key(body, at, numbers), body]);
      bodies.sort(([one], [other]) => (numbers ? one - other : one.localeCompare(other, document.documentElement.lang)) * (down ? -1 : 1));
      // A total stays below them.
      bodies.forEach(([, body]) => table.insertBefore(body, table.tFoot));
    });
  });
})();
