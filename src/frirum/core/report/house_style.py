"""A municipality's own Word template: held against what everybody must be able to read, then used.

Its logo, page, fonts and the looks of text, title and headings go into a document of ours; its text, macros and
anything else stay behind. A template whose headings a screen reader cannot hear, whose colours are too faint, whose
pictures have no text, or that is in another language is refused, with every fault by name.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree  # type: ignore[import-untyped]

from frirum.core.errors import InputRefused
from frirum.core.report.sentences import say
from frirum.core.vocabulary.danish import format_number

LARGEST_TEMPLATE = 10_000_000
"""Bytes; a logo and a few styles are far below."""
TALLEST_LOGO, _AIR = Mm(40), Mm(8)
"""Of a picture in a header or footer, and what stands between it and the text: its own line and some air."""
_TEXT_RATIO, _LARGE_RATIO = 4.5, 3.0
"""WCAG 2.1, 1.4.3: of text, and of text from 18 points, or from 14 in bold."""
_LARGE, _LARGE_BOLD = 18.0, 14.0
HEADINGS = ("heading 1", "heading 2", "heading 3", "heading 4")
_MUST_HAVE = ("Normal", "Title", *HEADINGS[:3])
LOOKS = (*_MUST_HAVE, HEADINGS[3], "caption", "header", "footer")
"""The styles whose looks are taken over, as the file names them in lower letters (the text's own is Normal)."""
_RELATED = frozenset(qn(name) for name in ("r:embed", "r:id", "r:link", "r:pict"))
_WHITE = "FFFFFF"


@dataclass(frozen=True)
class HouseStyle:
    """A template that holds, as its bytes."""

    content: bytes


def read_house_style(content: bytes, *, language: str = "da") -> HouseStyle:
    """The template, if what is written with it can be read by everybody.

    Args:
        language: of the documents it is for.

    Raises:
        InputRefused: no Word file, too large, with macros, or faults in headings, contrast, language or pictures, each
            named.
    """
    if len(content) > LARGEST_TEMPLATE:
        raise InputRefused(
            say("template_is_above_n_mb", n=LARGEST_TEMPLATE // 1_000_000),
            remedy=say("make_logo_smaller_and_take_out"),
        )
    opened = _opened(content)
    faults = tuple(_faults(opened, language))
    if faults:
        raise InputRefused(
            say("template_cannot_be_used_faults", faults=" ".join(faults)),
            remedy=say("mend_in_word_save_template"),
        )
    return HouseStyle(content)


def _opened(content: bytes) -> Any:
    as_docx = say("save_template_as_word_document_docx")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > 10 * LARGEST_TEMPLATE:
                raise InputRefused(say("template_unpacks_to_more_than_may"), remedy=as_docx)
            if any("vbaProject" in name for name in archive.namelist()):
                raise InputRefused(say("template_has_macros"), remedy=as_docx)
        return docx.Document(io.BytesIO(content))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, etree.XMLSyntaxError) as fault:
        raise InputRefused(say("template_is_not_word_document_docx"), remedy=as_docx) from fault


def _faults(opened: Any, language: str) -> Iterator[str]:
    looks = _Looks(opened)
    missing = [name for name in _MUST_HAVE if name not in looks.styles]
    for name in missing:
        yield say("style_name_is_missing", name=name_of(name))
    if missing:
        return
    yield from _heading_faults(looks)
    yield from _contrast_faults(looks)
    said = looks.language()
    if said is not None and not said.lower().startswith(language):
        yield say("template_language_is_said_documents", said=said)
    for part in _story_parts(opened):
        for one in part.element.iter(qn("wp:docPr")):
            if not (one.get("descr") or "").strip():
                yield say("picture_in_header_or_footer")


def _heading_faults(looks: _Looks) -> Iterator[str]:
    sizes = []
    for level, name in enumerate(HEADINGS):
        if name not in looks.styles:
            continue
        outline = looks.value(name, "w:pPr", "w:outlineLvl")
        if outline is None or outline.get(qn("w:val")) != str(level):
            text = say("name_does_not_have_level_level")
            yield text.format(name=name_of(name), level=level + 1)
        vanish = looks.value(name, "w:rPr", "w:vanish")
        if vanish is not None and vanish.get(qn("w:val")) not in ("0", "false"):
            yield say("name_is_hidden_text", name=name_of(name))
        sizes.append((looks.size(name), name))
    for (above, first), (below, second) in pairwise(sizes):
        if below > above:
            text = say("second_is_larger_than_first_their")
            yield text.format(first=name_of(first), second=name_of(second))


def _contrast_faults(looks: _Looks) -> Iterator[str]:
    for name in LOOKS:
        if name not in looks.styles:
            continue
        large = looks.size(name) >= (_LARGE_BOLD if looks.is_bold(name) else _LARGE)
        needed = _LARGE_RATIO if large else _TEXT_RATIO
        ratio = contrast(looks.colour(name), looks.ground(name))
        if ratio < needed:
            text = say("name_has_too_little_contrast_ratio")
            yield text.format(
                name=name_of(name), ratio=format_number(ratio, 1), needed=format_number(needed, 1)
            )


def name_of(style: str) -> str:
    """What Word calls a style in Danish."""
    if style.startswith("heading "):
        return say("heading_n", n=style[-1])
    return {
        "Normal": say("normal"),
        "Title": say("title"),
        "caption": say("caption"),
        "header": say("header"),
        "footer": say("footer"),
    }[style]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours written RRGGBB, from 1 to 21 (WCAG 2.1)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class _Looks:
    """What the styles of a template come to, through what each rests on."""

    def __init__(self, opened: Any) -> None:
        root = opened.styles.element
        found = list(root.findall(qn("w:style")))
        self.by_id = {one.get(qn("w:styleId")): one for one in found}
        self.styles: dict[str, Any] = {}
        for one in found:
            name = one.find(qn("w:name"))
            if name is not None and one.get(qn("w:type")) == "paragraph":
                called = name.get(qn("w:val"))
                self.styles[next((n for n in LOOKS if n.lower() == called.lower()), called)] = one
        self.defaults = root.find(qn("w:docDefaults"))
        self.theme = _theme_colours(opened)
        page = opened.element.find(qn("w:background"))
        self.page = (page.get(qn("w:color")) if page is not None else None) or _WHITE

    def chain(self, name: str) -> Iterator[Any]:
        """The style and what it rests on, nearest first."""
        at, seen = self.styles.get(name), set()
        while at is not None and id(at) not in seen:
            seen.add(id(at))
            yield at
            above = at.find(qn("w:basedOn"))
            at = self.by_id.get(above.get(qn("w:val"))) if above is not None else None

    def value(self, name: str, properties: str, key: str) -> Any:
        """The nearest element of that kind, or the document's default."""
        for one in self.chain(name):
            found = one.find(f"{qn(properties)}/{qn(key)}")
            if found is not None:
                return found
        default = {"w:rPr": "w:rPrDefault", "w:pPr": "w:pPrDefault"}[properties]
        if self.defaults is None:
            return None
        return self.defaults.find(f"{qn(default)}/{qn(properties)}/{qn(key)}")

    def size(self, name: str) -> float:
        """Points."""
        found = self.value(name, "w:rPr", "w:sz")
        return int(found.get(qn("w:val"))) / 2 if found is not None else 10.0

    def is_bold(self, name: str) -> bool:
        found = self.value(name, "w:rPr", "w:b")
        return found is not None and found.get(qn("w:val")) not in ("0", "false")

    def colour(self, name: str) -> str:
        """RRGGBB; what Word chooses by itself is black on light ground and white on dark."""
        found = self.value(name, "w:rPr", "w:color")
        said = None if found is None else self._themed(found, "w:themeColor", "w:themeTint", "w:themeShade")
        said = said or (found.get(qn("w:val")) if found is not None else None)
        if said is None or said == "auto":
            return "000000" if _luminance(self.ground(name)) > 0.18 else _WHITE
        return _hex(said)

    def ground(self, name: str) -> str:
        """The colour behind the words."""
        for properties in ("w:rPr", "w:pPr"):
            found = self.value(name, properties, "w:shd")
            if found is not None:
                themed = self._themed(found, "w:themeFill", "w:themeFillTint", "w:themeFillShade")
                fill = themed or found.get(qn("w:fill"))
                if fill and fill != "auto":
                    return _hex(fill)
        return _hex(self.page)

    def _themed(self, found: Any, colour: str, tint: str, shade: str) -> str | None:
        base = self.theme.get(found.get(qn(colour)) or "")
        if base is None:
            return None
        return _tinted(base, found.get(qn(tint)), found.get(qn(shade)))

    def language(self) -> str | None:
        found = self.value("Normal", "w:rPr", "w:lang")
        return found.get(qn("w:val")) if found is not None else None


def _hex(said: str) -> str:
    cleaned = said.lstrip("#")
    return (
        cleaned.upper() if len(cleaned) == 6 and set(cleaned) <= set("0123456789abcdefABCDEF") else "000000"
    )


def _tinted(base: str, tint: str | None, shade: str | None) -> str:
    """A theme colour made lighter or darker as Word does: towards white, towards black."""
    parts = [int(base[at : at + 2], 16) for at in (0, 2, 4)]
    if tint:
        share = int(tint, 16) / 255
        parts = [round(255 - (255 - part) * share) for part in parts]
    elif shade:
        share = int(shade, 16) / 255
        parts = [round(part * share) for part in parts]
    return "".join(f"{part:02X}" for part in parts)


_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_THEME_NAMES = {
    "dk1": ("dark1", "text1"),
    "lt1": ("light1", "background1"),
    "dk2": ("dark2", "text2"),
    "lt2": ("light2", "background2"),
    "hlink": ("hyperlink",),
    "folHlink": ("followedHyperlink",),
}


def _theme_part(opened: Any) -> Any:
    return next((one.target_part for one in opened.part.rels.values() if one.reltype == RT.THEME), None)


def _theme_colours(opened: Any) -> dict[str, str]:
    """What styles call a theme's colours -> RRGGBB."""
    part = _theme_part(opened)
    if part is None:
        return {}
    root = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
    scheme = next(root.iter(f"{_A}clrScheme"), None)
    found: dict[str, str] = {}
    for one in scheme if scheme is not None else ():
        value = one[0].get("lastClr") or one[0].get("val") if len(one) else None
        key = etree.QName(one).localname
        for name in _THEME_NAMES.get(key, (key,)):
            if value:
                found[name] = _hex(value)
    return found


def _story_parts(opened: Any) -> Iterator[Any]:
    """Headers and footers of the first section, those that are its own."""
    section = opened.sections[0]
    for one in (section.header, section.footer, section.first_page_header, section.first_page_footer):
        if not one.is_linked_to_previous:
            yield one.part


# ---- used ----


def put_on(made: Any, style: HouseStyle) -> None:
    """Give a document that is being made the template's looks, page, headers and footers."""
    template = docx.Document(io.BytesIO(style.content))
    ours, theirs = _theme_part(made), _theme_part(template)
    if ours is not None and theirs is not None:
        ours._blob = theirs.blob
    _put_defaults(made, template)
    _put_styles(made, template)
    _put_page(made, template)


def _put_defaults(made: Any, template: Any) -> None:
    """Fonts and sizes of everything; the language is the document's own."""
    ours, theirs = (one.styles.element.find(qn("w:docDefaults")) for one in (made, template))
    if theirs is None:
        return
    language = ours.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:lang')}")
    copied = deepcopy(theirs)
    properties = copied.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")
    if properties is not None and language is not None:
        for old in properties.findall(qn("w:lang")):
            properties.remove(old)
        properties.append(deepcopy(language))
        ours.getparent().replace(ours, copied)


def _put_styles(made: Any, template: Any) -> None:
    """Text, title and headings as the template has them, each with all that it rests on in one style."""
    looks = _Looks(template)
    root = made.styles.element
    ours = {one.find(qn("w:name")).get(qn("w:val")).lower(): one for one in root.findall(qn("w:style"))}
    for name in LOOKS:
        old = ours.get(name.lower())
        if name not in looks.styles or old is None:
            continue
        for tag in ("w:pPr", "w:rPr"):
            for one in old.findall(qn(tag)):
                old.remove(one)
            merged = _merged(looks, name, tag)
            if merged is not None:
                old.append(merged)


_LEFT_OUT = frozenset(qn(name) for name in ("w:numPr", "w:lang", "w:rStyle", "w:pStyle"))
_ORDER = {
    "w:pPr": [
        "pStyle",
        "keepNext",
        "keepLines",
        "pageBreakBefore",
        "framePr",
        "widowControl",
        "numPr",
        "suppressLineNumbers",
        "pBdr",
        "shd",
        "tabs",
        "suppressAutoHyphens",
        "kinsoku",
        "wordWrap",
        "overflowPunct",
        "topLinePunct",
        "autoSpaceDE",
        "autoSpaceDN",
        "bidi",
        "adjustRightInd",
        "snapToGrid",
        "spacing",
        "ind",
        "contextualSpacing",
        "mirrorIndents",
        "suppressOverlap",
        "jc",
        "textDirection",
        "textAlignment",
        "textboxTightWrap",
        "outlineLvl",
    ],
    "w:rPr": [
        "rFonts",
        "b",
        "bCs",
        "i",
        "iCs",
        "caps",
        "smallCaps",
        "strike",
        "dstrike",
        "outline",
        "shadow",
        "emboss",
        "imprint",
        "noProof",
        "snapToGrid",
        "vanish",
        "webHidden",
        "color",
        "spacing",
        "w",
        "kern",
        "position",
        "sz",
        "szCs",
        "highlight",
        "u",
        "effect",
        "bdr",
        "shd",
        "fitText",
        "vertAlign",
        "rtl",
        "cs",
        "em",
        "lang",
        "eastAsianLayout",
    ],
}


def _merged(looks: _Looks, name: str, tag: str) -> Any:
    """The properties of a style and of all that it rests on except the text's own style, in the schema's order."""
    found: dict[str, Any] = {}
    normal = looks.styles["Normal"]
    for one in looks.chain(name):
        if one is normal and name != "Normal":
            break
        for properties in one.findall(qn(tag)):
            for child in properties:
                if child.tag not in _LEFT_OUT:
                    found.setdefault(child.tag, child)
    order = {qn(f"w:{local}"): place for place, local in enumerate(_ORDER[tag])}
    kept = sorted((one for key, one in found.items() if key in order), key=lambda one: order[one.tag])
    if not kept:
        return None
    made = OxmlElement(tag)
    for one in kept:
        made.append(deepcopy(one))
    return made


_PAGE = [
    "page_width",
    "page_height",
    "orientation",
    "left_margin",
    "right_margin",
    "top_margin",
    "bottom_margin",
    "header_distance",
    "footer_distance",
    "different_first_page_header_footer",
]


def _put_page(made: Any, template: Any) -> None:
    """The page, and headers and footers with their pictures."""
    ours, theirs = made.sections[0], template.sections[0]
    for name in _PAGE:
        value = getattr(theirs, name)
        if value is not None:
            setattr(ours, name, value)
    for name in ("header", "footer", "first_page_header", "first_page_footer"):
        source, target = getattr(theirs, name), getattr(ours, name)
        if not source.is_linked_to_previous:
            _copy_story(source, target)
            _limit_pictures(target)
    make_room(ours)


def make_room(section: Any) -> None:
    """Begin the text below what stands in the header, and end it above the footer's."""
    # Word moves the text below a tall header, LibreOffice lets the two run into each other.
    for distance, edge, stories in (
        ("header_distance", "top_margin", (section.header, section.first_page_header)),
        ("footer_distance", "bottom_margin", (section.footer, section.first_page_footer)),
    ):
        tallest = max((_tallest_picture(one) for one in stories), default=0)
        least = (getattr(section, distance) or 0) + tallest + _AIR
        if tallest and (getattr(section, edge) or 0) < least:
            setattr(section, edge, least)


def _limit_pictures(story: Any) -> None:
    """Make pictures that would take up the page as much smaller as their height asks for."""
    for drawing in story._element.iter(qn("wp:inline"), qn("wp:anchor")):
        extent = drawing.find(qn("wp:extent"))
        high = int(extent.get("cy", 0)) if extent is not None else 0
        if high > TALLEST_LOGO:
            for one in (extent, *drawing.iter(qn("a:ext"))):
                if one.get("cy"):
                    for side in ("cx", "cy"):
                        one.set(side, str(int(one.get(side)) * TALLEST_LOGO // high))


def _tallest_picture(story: Any) -> int:
    """The height of the tallest picture that stands in the story's lines, in EMU; 0 for none."""
    if story.is_linked_to_previous:
        return 0
    found = (one.find(qn("wp:extent")) for one in story._element.iter(qn("wp:inline")))
    return max((int(one.get("cy", 0)) for one in found if one is not None), default=0)


def _copy_story(source: Any, target: Any) -> None:
    """Copy what stands in a header or footer; pictures come along, other relations are cut."""
    element = target._element
    for old in list(element):
        element.remove(old)
    for child in source._element:
        copied = deepcopy(child)
        for one in copied.iter():
            for key in [key for key in one.attrib if key in _RELATED]:
                relation = source.part.rels.get(one.get(key))
                if relation is not None and relation.reltype == RT.IMAGE and not relation.is_external:
                    one.set(key, target.part.get_or_add_image(io.BytesIO(relation.target_part.blob))[0])
                else:
                    del one.attrib[key]
        element.append(copied)


def title_colour(style: HouseStyle) -> str:
    """RRGGBB of the template's title."""
    return _Looks(docx.Document(io.BytesIO(style.content))).colour("Title")


def has_page_numbers(story: Any) -> bool:
    """Whether a footer counts the pages itself."""
    fields = [one.text or "" for one in story._element.iter(qn("w:instrText"))]
    fields += [one.get(qn("w:instr")) or "" for one in story._element.iter(qn("w:fldSimple"))]
    return any("PAGE" in one for one in fields)
