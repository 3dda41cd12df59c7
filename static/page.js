// What the page does beside Streamlit's interface.
(function () {
  "use strict";

  const MENU = '[data-testid="stSidebar"][data-collapsed="false"]';
  const CLOSE = '[data-testid="stSidebarCollapseButton"] button';
  const TOLD = ".ag-term:is(:hover, :focus)";
  const SHUT = "ag-shut";

  // On a phone the pages are in a menu over the page: it goes away once one is chosen, and by a touch beside it, where
  // the shade that app.css draws is the menu's own.
  document.addEventListener("click", (event) => {
    const menu = document.querySelector(MENU);
    if (menu && (event.target === menu || event.target.closest(`${MENU} a`))) close(menu);
  });
  document.addEventListener("keydown", (event) => {
    const menu = document.querySelector(MENU);
    if (menu && event.key === "Escape") close(menu);
    // A meaning goes away without leaving its word, and comes back the next time one reaches it.
    if (event.key === "Escape") document.querySelectorAll(TOLD).forEach((term) => term.classList.add(SHUT));
  });
  for (const left of ["focusout", "pointerout"]) {
    document.addEventListener(left, ({ target }) => target.classList?.remove(SHUT));
  }

  function close(menu) {
    // The page that was chosen comes first.
    setTimeout(() => menu.isConnected && menu.matches(MENU) && menu.querySelector(CLOSE)?.click());
  }

  // The button that opens the menu goes away with the focus, and so does the one that closes it: the keyboard would go
  // on behind the shade. Each gives the focus to the other; who walks out of the menu closes it.
  const OPEN = '[data-testid="stExpandSidebarButton"]';
  let isOpen = document.querySelector(MENU) !== null;
  let isTurning = false;
  new MutationObserver(() => {
    const menu = document.querySelector(MENU);
    if (isOpen !== Boolean(menu)) {
      isOpen = Boolean(menu);
      const { activeElement } = document;
      isTurning = activeElement === document.body || activeElement.closest(`[data-testid="stSidebar"], ${OPEN}`) !== null;
    }
    if (!isTurning) return;
    const next = document.querySelector(isOpen ? CLOSE : OPEN);
    next?.focus({ preventScroll: true });
    isTurning = document.activeElement !== next;
  }).observe(document.body, { subtree: true, childList: true, attributeFilter: ["data-collapsed"] });
  document.addEventListener("focusin", ({ target }) => {
    const menu = document.querySelector(MENU);
    if (menu && !isTurning && !menu.contains(target)) close(menu);
  });

  // What a button opens stands at the end of the document: the keyboard would walk the whole page to it.
  const OPENER = '[data-testid="stPopoverButton"][aria-expanded="true"]';
  const STOPS = 'a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), summary, [tabindex="0"]';
  // What one walked out of is out of reach for the keyboard until the focus is there again, and says what it was.
  const isReached = ({ dataset, tabIndex }) => Number(dataset.tabindex ?? tabIndex) >= 0;
  const isStop = (node) => isReached(node) && node.checkVisibility() && (node.type !== "radio" || node.checked);
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Tab" || event.ctrlKey || event.altKey || event.metaKey) return;
      const opener = document.querySelector(OPENER);
      const box = opener && document.querySelector('[data-testid="stPopoverBody"]');
      const stops = box ? [...box.querySelectorAll(STOPS)].filter(isStop) : [];
      if (stops.length === 0) return;
      const { activeElement } = document;
      if (activeElement === opener && !event.shiftKey) {
        event.preventDefault();
        stops[0].focus();
      } else if (activeElement === stops[0] && event.shiftKey) {
        event.preventDefault();
        opener.focus();
      } else if (activeElement === stops.at(-1) && !event.shiftKey) {
        // The browser then goes on from the button.
        opener.focus();
      }
    },
    { capture: true },
  );

  // Streamlit makes an entry of the history of each change in the address, which a visit takes up again at once: Back
  // would seem to do nothing. A page has one entry.
  const { pushState } = history;
  history.pushState = function (state, unused, url) {
    const isHere = new URL(url ?? "", location.href).pathname === location.pathname;
    (isHere ? history.replaceState : pushState).call(history, state, unused, url);
  };

  // What the interface says of a cut line is English: failure.css shows our words in its place, and here it gets its name.
  const dialogs = document.getElementsByClassName("stDialog");
  const say = (name) => JSON.parse(getComputedStyle(document.documentElement).getPropertyValue(`--said-${name}`));
  const name = (element, word) => {
    element?.removeAttribute("aria-labelledby");
    element?.setAttribute("aria-label", say(word));
  };
  // The menu of the pages that have no place in the bar: app.css writes its word, which a screen reader may not hear.
  const UNNAMED = '[data-testid="stTopNavSection"]:not([aria-label])';
  // The cross of a list that may be empty.
  const CROSS = '[data-testid="stSelectbox"] button[aria-label="Clear value"]';
  // What Streamlit names in English, in the words of the page.
  const NAMES = [
    ['nav[aria-label="App pages"]', "pages"],
    ['button[aria-label="Navigate to home page"]', "home"],
    ['button[aria-label="Open"]', "open"],
    ['[aria-label="file upload"]', "file"],
    ['section[aria-label="Sidebar"]', "pages"],
    ['button[aria-label="Expand sidebar"]', "menu-opens"],
    ['button[aria-label="Collapse sidebar"]', "menu-closes"],
    ['button[aria-label="Clear all"]', "clear"],
    ['[data-testid="stNumberInputStepDown"]:not([data-named])', "less"],
    ['[data-testid="stNumberInputStepUp"]:not([data-named])', "more-of-it"],
  ];
  const HELP = "Help for ";
  const translate = () => {
    for (const [selector, word] of NAMES) {
      for (const element of document.querySelectorAll(selector)) {
        const field = element.closest('[data-testid="stNumberInput"]')?.querySelector("input")?.getAttribute("aria-label");
        element.setAttribute("aria-label", field ? `${say(word)}, ${field}` : say(word));
        element.setAttribute("data-named", "");
      }
    }
    for (const help of document.querySelectorAll(`[aria-label^="${HELP}"]`)) {
      help.setAttribute("aria-label", `${say("help")} ${help.getAttribute("aria-label").slice(HELP.length)}`);
    }
    const skip = document.querySelector('[data-testid="stSkipToContent"]');
    if (skip && skip.textContent !== say("skip")) skip.textContent = say("skip");
    // A chart says its name on its frame; the drawing itself is the image.
    for (const drawn of document.querySelectorAll('[role="graphics-document"] > svg:not([role])')) {
      drawn.setAttribute("role", "img");
      drawn.setAttribute("aria-label", drawn.parentElement.getAttribute("aria-label"));
    }
    for (const frame of document.querySelectorAll('iframe[title^="streamlit_folium"]')) frame.title = say("map");
  };
  const saysMore = () => getComputedStyle(document.documentElement).getPropertyValue("--said-more") !== "";
  new MutationObserver(() => {
    const menu = document.querySelector(UNNAMED);
    if (menu && saysMore()) name(menu, "more");
    if (saysMore()) translate();
    if (saysMore()) document.querySelectorAll(CROSS).forEach((cross) => name(cross, "none"));
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

  // An answer that moves the page while one types empties the field too: what was typed comes back at once, or with the
  // next letter when that is sooner. Any other key, and any touch, may empty it on purpose.
  let letters = { box: null, text: "" };
  const forget = () => (letters = { box: null, text: "" });
  document.addEventListener("pointerdown", forget, { capture: true });
  document.addEventListener(
    "keydown",
    ({ key, ctrlKey, metaKey }) => {
      if (key.length > 1 || ctrlKey || metaKey) forget();
    },
    { capture: true },
  );
  const { set: setText } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
  const putBack = (box, text) => {
    setText.call(box, text);
    box.dispatchEvent(new InputEvent("input", { data: text.at(-1), inputType: "insertText", bubbles: true }));
  };
  document.addEventListener(
    "scroll",
    ({ target }) => {
      if (target.contains(letters.box)) letters.isMoved = true;
    },
    { capture: true },
  );
  new MutationObserver(() => {
    const { box, text, isMoved } = letters;
    if (!isMoved || box.getAttribute("aria-expanded") === "true") return;
    letters.isMoved = false;
    requestAnimationFrame(() => {
      const isLost = letters.box === box && letters.text === text && box.value === "" && box === document.activeElement;
      if (isLost) putBack(box, text);
    });
  }).observe(document.body, { attributes: true, subtree: true, attributeFilter: ["aria-expanded"] });
  document.addEventListener(
    "input",
    (event) => {
      const { target: box, data, isTrusted } = event;
      if (!isTrusted || box.getAttribute("role") !== "combobox") return;
      const isEmptied = box === letters.box && letters.text !== "" && data?.length === 1 && box.value === data;
      const text = isEmptied ? letters.text + data : box.value;
      letters = { box, text };
      if (!isEmptied) return;
      event.stopImmediatePropagation();
      putBack(box, text);
    },
    { capture: true },
  );

  // The browser brings a field into sight at the first letter; Streamlit then shuts its list, since the page moves under
  // it, and empties it. A field that an answer pushed out of sight, and not the person, comes back before that letter.
  const SCROLLED = '[data-testid="stMain"]';
  let leftAt = 0;
  const watch = new IntersectionObserver((seen) => {
    const { target, intersectionRatio } = seen.at(-1);
    const isMoved = document.querySelector(SCROLLED)?.scrollTop === leftAt;
    if (intersectionRatio < 1 && isMoved) target.scrollIntoView({ block: "nearest" });
  }, { threshold: [0, 0.25, 0.5, 0.75, 1] });
  // The foot of the page opens parts of the page of the data, which may be the one at hand: one reads from its beginning.
  document.addEventListener("click", ({ target }) => {
    if (target.closest?.(".st-key-pied_de_page button")) document.querySelector(SCROLLED)?.scrollTo(0, 0);
  });
  ["focusin", "keydown", "pointerdown"].forEach((kind) => {
    document.addEventListener(kind, () => (leftAt = document.querySelector(SCROLLED)?.scrollTop), { capture: true });
  });
  document.addEventListener("focusin", () => {
    // A list says that its options take the focus, which stays in the field.
    const field = document.activeElement;
    watch.disconnect();
    if (field.getAttribute("role") === "combobox") watch.observe(field);
  });
})();

// A meeting: the full screen, which a browser gives in a gesture alone, and the keys of who presents.
(function () {
  "use strict";

  const find = (key) => document.querySelector(`.st-key-${key} button:not(:disabled)`);
  const BEGINNINGS = ".st-key-reunion_commencer button, .st-key-reunion_lancer button";
  // What takes the letters that one types, and what has another use of the arrows.
  const FIELDS = 'input:not([type="range"], [type="radio"], [type="checkbox"]), textarea, select, [contenteditable="true"], [role="combobox"]';
  const MOVED = `${FIELDS}, input, iframe, [role="slider"], [role="radiogroup"], [role="tablist"], [role="toolbar"], [role="menu"], [role="listbox"]`;
  const OPENED = '[data-testid="stPopoverBody"], [role="dialog"], [role="listbox"]';
  // A wireless remote sends the keys of pages.
  const TURNS = { PageDown: "reunion_suivant", PageUp: "reunion_precedent", ArrowRight: "reunion_suivant", ArrowLeft: "reunion_precedent" };

  document.addEventListener(
    "click",
    ({ target }) => {
      if (!target.closest?.(BEGINNINGS)) return;
      // Where a browser refuses, the layout alone does.
      document.documentElement.requestFullscreen?.().catch(() => {});
    },
    { capture: true },
  );
  // Escape leaves the full screen before a page hears of it.
  document.addEventListener("fullscreenchange", () => {
    if (!document.fullscreenElement) find("reunion_quitter")?.click();
  });

  document.addEventListener(
    "keydown",
    (event) => {
      const { key, target } = event;
      if (event.ctrlKey || event.altKey || event.metaKey || target.closest?.(FIELDS)) return;
      const leave = find("reunion_quitter");
      const isOpened = document.querySelector(OPENED) !== null;
      let button = null;
      if ((key === "f" || key === "F") && find("reunion_explorer")) {
        // Who follows has the layout already.
        if (document.fullscreenElement) document.exitFullscreen();
        else document.documentElement.requestFullscreen?.().catch(() => {});
      } else if (key === "f" || key === "F") button = leave ?? find("reunion_commencer") ?? find("reunion_lancer");
      else if (key === "Escape") button = isOpened ? null : leave;
      else if (key.startsWith("Page") || !target.closest?.(MOVED)) button = leave && !isOpened ? find(TURNS[key]) : null;
      if (!button || event.repeat) return;
      event.preventDefault();
      event.stopPropagation();
      if (button === leave && document.fullscreenElement) document.exitFullscreen();
      else button.click();
    },
    { capture: true },
  );

  // A region that stays: what changes in it is said, which a part that Streamlit draws anew may not be.
  const said = document.createElement("div");
  said.setAttribute("role", "status");
  said.className = "ag-hidden";
  document.body.append(said);
  let turned = null;
  document.addEventListener("focusin", ({ target }) => {
    turned = Object.values(TURNS).find((key) => target.closest?.(`.st-key-${key}`)) ?? null;
  });
  new MutationObserver(() => {
    const step = document.querySelector(".st-key-reunion .ag-step:not([role])")?.textContent ?? "";
    if (said.textContent === step) return;
    said.textContent = step;
    // Another page is drawn anew: who turns it by the keyboard stays on the button, or on the other at the end.
    const isLost = turned && document.activeElement === document.body;
    if (isLost) (find(turned) ?? find("reunion_precedent") ?? find("reunion_suivant"))?.focus();
  }).observe(document.body, { childList: true, subtree: true, characterData: true });

  // Who follows waits for the next number of what is shown, and asks for it once the last answer has come: never while
  // a page is being turned, nor just after a gesture that may turn one.
  const FOLLOWING_MS = 100;
  const RETRY_MS = 2000;
  const QUIET_MS = 3000;
  const LOST_MS = 10000;
  const GONE = "gone";
  const NOTHING = { line: "", number: "" };
  let told = NOTHING;
  let asked = { number: "", at: 0 };
  let isWaiting = false;
  let gestureAt = 0;
  ["pointerdown", "keydown"].forEach((kind) => {
    document.addEventListener(kind, ({ isTrusted }) => (gestureAt = isTrusted ? Date.now() : gestureAt), { capture: true });
  });
  const wait = async ({ line, seen }) => {
    isWaiting = true;
    const began = Date.now();
    const answer = await fetch(`./reunion/${line}?vu=${seen}`).catch(() => null);
    if (answer?.ok) told = { line, number: String((await answer.json()).revision) };
    // The page says what is wrong; a line of the page that is cut, Streamlit mends.
    else if (answer && answer.status !== 429) told = { line, number: GONE };
    // A server that has too many to wait answers all others at once.
    const pause = told.number === seen ? RETRY_MS - (Date.now() - began) : answer?.ok ? 0 : RETRY_MS;
    setTimeout(() => (isWaiting = false), pause);
  };
  setInterval(() => {
    const place = document.querySelector(".st-key-reunion_ecoute [data-line]")?.dataset;
    if (!place) return;
    // The page may be ahead of what was told: it reads the number anew when it is drawn. What is gone is no number.
    if (told.line !== place.line || Number(told.number) <= Number(place.seen)) {
      if (!isWaiting) wait(place);
      return;
    }
    const isIdle = document.querySelector(".stApp")?.dataset.testScriptState === "notRunning";
    const now = Date.now();
    const isAwaited = told.number === asked.number && now - asked.at < LOST_MS;
    if (!isIdle || isAwaited || now - gestureAt < QUIET_MS) return;
    asked = { number: told.number, at: now };
    if (told.number === GONE) told = NOTHING;
    find("reunion_entendre")?.click();
  }, FOLLOWING_MS);
})();
