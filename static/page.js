// What the page does beside Streamlit's interface.
(function () {
  "use strict";

  const MENU = '[data-testid="stSidebar"][data-collapsed="false"]';
  const CLOSE = '[data-testid="stSidebarCollapseButton"] button';

  // On a phone the pages are in a menu over the page: it goes away once one is chosen, and by a touch beside it, where
  // the shade that app.css draws is the menu's own.
  document.addEventListener("click", (event) => {
    const menu = document.querySelector(MENU);
    if (menu && (event.target === menu || event.target.closest(`${MENU} a`))) close(menu);
  });
  document.addEventListener("keydown", (event) => {
    const menu = document.querySelector(MENU);
    if (menu && event.key === "Escape") close(menu);
  });

  function close(menu) {
    // The page that was chosen comes first.
    setTimeout(() => menu.querySelector(CLOSE)?.click());
  }

  // What the interface says of a cut line is English: failure.css shows our words in its place, and here it gets its name.
  const dialogs = document.getElementsByClassName("stDialog");
  const say = (name) => JSON.parse(getComputedStyle(document.documentElement).getPropertyValue(`--said-${name}`));
  const name = (element, word) => {
    element?.removeAttribute("aria-labelledby");
    element?.setAttribute("aria-label", say(word));
  };
  // The menu of the pages that have no place in the bar: app.css writes its word, which a screen reader may not hear.
  const UNNAMED = '[data-testid="stTopNavSection"]:not([aria-label])';
  const saysMore = () => getComputedStyle(document.documentElement).getPropertyValue("--said-more") !== "";
  new MutationObserver(() => {
    const menu = document.querySelector(UNNAMED);
    if (menu && saysMore()) name(menu, "more");
    for (const { firstElementChild: shown } of dialogs) {
      const dialog = shown?.querySelector('[role="dialog"][aria-labelledby]');
      if (!dialog) continue;
      name(dialog, "cut");
      dialog.setAttribute("aria-description", say("cut-advice"));
      name(dialog.querySelector("button"), "close");
    }
  }).observe(document.body, { childList: true, subtree: true });

  // A page that still moves shuts a list in which one is typing: Enter opens it again, then takes the best match.
  const typedIn = new WeakSet();
  const press = (box, key) => box.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  document.addEventListener("input", ({ target }) => {
    if (target.getAttribute("role") === "combobox") typedIn.add(target);
  });
  document.addEventListener("focusout", ({ target }) => typedIn.delete(target));
  document.addEventListener(
    "keydown",
    (event) => {
      const box = event.target;
      if (event.key !== "Enter" || !typedIn.delete(box) || box.getAttribute("aria-expanded") === "true") return;
      event.preventDefault();
      event.stopImmediatePropagation();
      press(box, "ArrowDown");
      requestAnimationFrame(() => requestAnimationFrame(() => press(box, "Enter")));
    },
    { capture: true },
  );
})();
