"""Words written in pieces that are one word."""

import re

from marketplace.search.lexicon import compounds

_RAISING = re.compile(
    r"(?<!\w)(?:senk[-/ ]hev(?=[ ,.]|$)|"
    r"hev(?:e|es|ast|bar)?[-/]? ?(?:og|&|/|-)? ?[-/]?senk(?:es|ast|bar|e)?(?!ing)-?(?=(\w)?))"
)
_SHARED_END = re.compile(r"(\w{3,})- (og|eller) (\w{6,})")


def written_together(text: str) -> str:
    """A text in lower case with what is written apart but is one word as one: `heve- og senkebord` is `hevsenkbord`.

    What is left out is put back: `møte- og besøksstoler` is `møtestoler og besøksstoler`.
    """
    text = _RAISING.sub(lambda found: "hevsenk" if found[1] else "hevsenk ", text)
    return _SHARED_END.sub(_with_end, text)


def _with_end(found: re.Match[str]) -> str:
    compound = compounds.split(found[3])
    return f"{found[1]}{compound.last if compound else ''} {found[2]} {found[3]}"
