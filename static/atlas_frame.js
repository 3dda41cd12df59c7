// The frame of the map takes the language and the theme of the page around it, and the width of its paper.
(function () {
  "use strict";

  const PAPER_PX = 688; // an A4 page between the margins of print.css
  const page = window.parent.document;

  function follow() {
    const app = page.querySelector(".stApp");
    document.documentElement.lang = page.documentElement.lang;
    document.documentElement.style.colorScheme = app ? getComputedStyle(app).colorScheme : "light";
    // In a meeting the style of the page decides of the height, not the map that was drawn.
    const isEnlarged = getComputedStyle(window.frameElement).getPropertyValue("--enlarged") !== "";
    document.documentElement.toggleAttribute("data-enlarged", isEnlarged);
  }

  follow();
  // Streamlit tells the frame each change, a change of theme included, once the page has it.
  window.addEventListener("message", () => requestAnimationFrame(follow));
  window.addEventListener("resize", follow);

  // A map is not drawn again for paper: it is scaled to it, so that its right side is not cut off.
  window.parent.addEventListener("beforeprint", () => {
    const scale = Math.min(1, PAPER_PX / window.innerWidth);
    const frame = window.frameElement;
    frame.dataset.height = frame.style.height;
    frame.style.height = Math.ceil(frame.offsetHeight * scale) + "px";
    document.body.style.transformOrigin = "0 0";
    document.body.style.transform = `scale(${scale})`;
    document.body.style.width = window.innerWidth + "px";
  });
  window.parent.addEventListener("afterprint", () => {
    window.frameElement.style.height = window.frameElement.dataset.height;
    document.body.style.transform = "";
    document.body.style.width = "";
  });

  // Whoever presents may have touched a map: the keys of a meeting go on to the page.
  const RELAYED = new Set(["f", "F", "Escape", "PageDown", "PageUp"]);
  window.addEventListener("keydown", ({ key, ctrlKey, altKey, metaKey, repeat }) => {
    if (ctrlKey || altKey || metaKey || repeat || !RELAYED.has(key)) return;
    window.frameElement.dispatchEvent(new window.parent.KeyboardEvent("keydown", { key, bubbles: true }));
  });
})();
