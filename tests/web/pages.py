"""What holds of any page: read a page's HTML and name what is wrong with it."""

import re
from collections import Counter
from html.parser import HTMLParser

NAMED_BY_LABEL = {"input", "select", "textarea"}
NO_NAME_NEEDED = {"hidden", "submit", "button"}


class Page(HTMLParser):
    """The elements of a page, flat, each with its attributes."""

    def __init__(self, html):
        super().__init__()
        self.elements = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        names = Counter(name for name, _ in attributes)
        twice = [name for name, count in names.items() if count > 1]
        self.elements.append((tag, dict(attributes) | ({"\0twice": twice} if twice else {})))

    def all(self, tag, **wanted):
        """Attributes of every such element."""
        return [
            attributes
            for name, attributes in self.elements
            if name == tag and all(attributes.get(key.rstrip("_")) == value for key, value in wanted.items())
        ]

    def ids(self):
        """Every id, in order."""
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]


def faults(html):
    """Sentences on what would keep somebody from using this HTML; none for a good one."""
    page = Page(html)
    ids = page.ids()
    labelled = {label.get("for") for label in page.all("label")}
    found = [f"id {name} is used {count} times" for name, count in Counter(ids).items() if count > 1]
    for tag, attributes in page.elements:
        found += _unnamed(tag, attributes, labelled)
        found += [f"<{tag}> says {name} twice" for name in attributes.pop("\0twice", [])]
        for reference in ("aria-describedby", "aria-labelledby", "popovertarget", "list"):
            found += [
                f"{reference} {name} is nowhere" for name in attributes.get(reference, "").split() if name not in ids
            ]
        found += [f"<{tag}> has {name}" for name in attributes if name == "style" or re.fullmatch(r"on[a-z]+", name)]
    return found


def _unnamed(tag, attributes, labelled):
    if tag == "img" and "alt" not in attributes:
        return [f"picture {attributes.get('src')} has no alt"]
    if tag not in NAMED_BY_LABEL or attributes.get("type") in NO_NAME_NEEDED:
        return []
    if attributes.get("id") in labelled or "aria-label" in attributes:
        return []
    return [f"<{tag} name={attributes.get('name')}> has no label"]
