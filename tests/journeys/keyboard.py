"""Going through a page by keyboard alone."""

HELD = """() => {
    const held = document.activeElement, box = held.getBoundingClientRect();
    const marks = (style) => style.outlineStyle !== "none" || style.boxShadow !== "none";
    const around = [held, ...(held.closest("li, article, .ds-field") ? [held.closest("li, article, .ds-field")] : [])];
    return {name: held.name || "", href: held.href || "", text: held.innerText || "", tag: held.tagName,
        marked: around.some((one) => [null, "::after", "::before"].some((part) => marks(getComputedStyle(one, part)))),
        seen: box.width > 0 && box.height > 0};
}"""


def reach(page, wanted):
    """Go on with Tab until the wanted element has the focus; each on the way is visible and shows that it has it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        held = page.evaluate(HELD)
        if held["tag"] != "BODY":
            assert held["seen"], held
            assert held["marked"], held
            if wanted(held):
                return
    raise AssertionError("never reached")
