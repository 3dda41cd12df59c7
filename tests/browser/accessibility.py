"""What a page must be for everyone: no serious fault that axe-core finds, and all of it reached by the keyboard."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FloatRect, Frame, Page

SEVERE = frozenset({"serious", "critical"})
# Beside the serious faults: what a reader who hears the page relies upon to find a way in it.
STRUCTURE = frozenset({"heading-order", "landmark-unique", "empty-heading", "page-has-heading-one"})
# What another theme may change.
COLOURS = ("color-contrast", "link-in-text-block")

# A frame runs its own document, where axe-core is not.
_RUN = """async ([part, rules]) => {
    // Style sheets would be asked for once more, for rules that nothing here needs.
    const options = { resultTypes: ["violations"], iframes: false, preload: false };
    if (rules.length) options.runOnly = { type: "rule", values: rules };
    const found = await axe.run(part ? document.querySelector(part) : document, options);
    return found.violations.flatMap(fault => fault.nodes.map(node => ({
        rule: fault.id, impact: fault.impact, html: node.html, summary: node.failureSummary,
    })));
}"""

_READ_FOCUS = """() => {
    const node = document.activeElement;
    if (!node || node === document.body) return null;
    const label = node.closest("label");
    const text = node.getAttribute("aria-label") || node.innerText || (label && label.innerText) || node.title || "";
    // A radio button or a switch is drawn by what stands around its hidden input.
    let drawn = label || node;
    while (drawn.getBoundingClientRect().width < 8 && drawn.parentElement) drawn = drawn.parentElement;
    drawn.scrollIntoView({ block: "nearest" });
    const box = drawn.getBoundingClientRect();
    const isKnown = node.hasAttribute("data-walked");
    node.setAttribute("data-walked", "");
    return {
        role: node.getAttribute("role") || node.type || node.tagName.toLowerCase(),
        text: text.trim().split(/\\s*\\n\\s*/)[0],
        isKnown,
        box: [box.x, box.y, box.width, box.height],
    };
}"""
_FRAME = "iframe"
_MARGIN_PX = 6


@dataclass(frozen=True)
class FocusStop:
    """Where the keyboard's focus stops: what it is, what it says, and whether one sees it there."""

    role: str
    text: str
    is_seen: bool


def find_faults(
    document: Page | Frame, part: str = "", *, rules: Sequence[str] = (), has_structure: bool = False
) -> list[str]:
    """Find the serious or critical faults that axe-core sees in one document, one line each.

    Parameters
    ----------
    document : Page or Frame
        A page is judged without its frames.
    part : str
        Selector of the part to judge; empty for the whole.
    rules : sequence of str
        The only rules to judge by; empty for all.
    has_structure : bool
        Whether the headings and landmarks must stand in order, too.
    """
    if not document.evaluate("typeof axe !== 'undefined'"):
        document.evaluate(Axe().axe_script)
    wanted = STRUCTURE if has_structure else frozenset()
    return [
        f"{fault['rule']}: {fault['html'][:160]}: {fault['summary'][:200]}"
        for fault in document.evaluate(_RUN, [part, list(rules)])
        if fault["impact"] in SEVERE or fault["rule"] in wanted
    ]


def find_faults_everywhere(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """Find the faults of a page and of each of its frames, the structure of the page included."""
    return [
        fault
        for frame in page.frames
        for fault in find_faults(frame, rules=rules, has_structure=frame == page.main_frame)
    ]


def walk_by_keyboard(page: Page, at_most: int = 120) -> list[FocusStop]:
    """Press Tab from the top of the page until the focus comes round, and return each stop.

    A frame is one stop, whatever it holds, and what changes around it is not looked at.
    """
    page.evaluate(
        """() => {
            // Leaving an element is not enough: Tab would go on from where it stood.
            document.body.tabIndex = -1;
            document.body.focus();
            document.body.removeAttribute("tabindex");
            document.querySelectorAll("[data-walked]").forEach(node => node.removeAttribute("data-walked"));
        }"""
    )
    stops: list[FocusStop] = []
    for _ in range(at_most):
        page.keyboard.press("Tab")
        found = page.evaluate(_READ_FOCUS)
        if found is None or (found["isKnown"] and found["role"] != _FRAME):
            break
        if found["role"] == _FRAME:
            if not found["isKnown"]:
                stops.append(FocusStop(_FRAME, found["text"], is_seen=True))
            continue
        stops.append(FocusStop(found["role"], found["text"], _is_focus_seen(page, found["box"])))
    return stops


def _is_focus_seen(page: Page, box: list[float]) -> bool:
    """Tell whether the place looks otherwise with the focus than without."""
    x, y, width, height = box
    left, top = max(x - _MARGIN_PX, 0), max(y - _MARGIN_PX, 0)
    clip: FloatRect = {"x": left, "y": top, "width": width + 2 * _MARGIN_PX, "height": height + 2 * _MARGIN_PX}
    node = page.evaluate_handle("document.activeElement")
    with_focus = page.screenshot(clip=clip, animations="disabled")
    node.evaluate("node => node.blur()")
    without = page.screenshot(clip=clip, animations="disabled")
    node.evaluate("node => node.focus()")
    return with_focus != without


def measure_contrast(first: str, second: str) -> float:
    """Return the contrast of two opaque colours written as ``rgb(r, g, b)`` (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_measure_luminance(first), _measure_luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _measure_luminance(colour: str) -> float:
    shares = [int(part) / 255 for part in re.findall(r"\d+", colour)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
