#!/usr/bin/env python3
"""Copies the part of Det Fælles Designsystem that Frirum uses into the static files of the site.

Usage:  npm pack dkfds@11.2.0 && tar xzf dkfds-11.2.0.tgz && script/vendor_dkfds.py package

What is changed on the way, and why:
* fonts: the Latin 1 part as woff2 (17 kB a weight instead of 57) and the symbol part, loaded only where a page
  has an arrow or a fraction; other formats are left out, as every supported browser reads woff2;
* icon classes (`.icon-…`) are left out, as the pages use the sprite, which holds only the icons named here;
* the grey placeholder logos and the references to source maps are left out: manifest storage fails on missing
  files.
Nothing else is touched. VENDOR.json records the version and the SHA-256 of every file read and written.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "src/frirum/web/site/static/site/vendor/dkfds"
NOTE = (
    "/*! Det Fælles Designsystem {version}, MIT; fonts OFL-1.1; icons Apache-2.0: see LICENSE.md. "
    "Cut by script/vendor_dkfds.py */\n"
)

# The sprite: what the templates use (a test compares) and what pages of a register are likely to need next.
ICONS = """
    arrow-back arrow-forward attach-file calendar-month check checklist chevron-down chevron-left
    chevron-right chevron-up close copy database delete document download edit email error file-excel
    file-pdf file-word first-page flag groups help home hourglass info language last-page link lock menu
    more-horiz open-in-new person plus print refresh save search send sort-table-ascending
    sort-table-descending sort-table-none success summary time tune upload visibility warning
""".split()  # noqa: SIM905 - a list of this length reads better as words

# Weight in the style sheet -> name in the font files. 500 and bold italics are left to the nearest weight.
FONTS = {
    ("400", "normal"): "Regular",
    ("400", "italic"): "Italic",
    ("600", "normal"): "SemiBold",
    ("700", "normal"): "Bold",
}
# As the character maps of the split files say (read with fontTools); the minus sign U+2212 is in Latin1.
RANGES = {
    "Latin1": "U+0000,U+000D,U+0020-007E,U+00A0-00FF,U+0131,U+0152-0153,U+02C6,U+02DA,U+02DC,U+2013-2014,"
    "U+2018-201A,U+201C-201E,U+2020-2022,U+2026,U+2030,U+2039-203A,U+2044,U+20AC,U+2122,U+2212,U+FB01-FB02",
    "Pi": "U+2032-2033,U+2070,U+2074-2079,U+2080-2089,U+2113,U+2116,U+2126,U+2150-2151,U+2153-215E,"
    "U+2190-2199,U+21A9-21AA,U+2202,U+2206,U+220F,U+2211,U+2215,U+221A,U+221E,U+222B,U+2248,U+2260,U+2264-2265,U+25CA,U+2713",
}


def font_faces() -> str:
    """The @font-face rules that replace those of the package."""
    rules = []
    for (weight, style), name in FONTS.items():
        for part, characters in RANGES.items():
            rules.append(
                "@font-face{font-display:swap;font-family:IBM Plex Sans;"
                f"font-style:{style};font-weight:{weight};"
                f'src:url(../fonts/IBMPlexSans-{name}-{part}.woff2) format("woff2");'
                f"unicode-range:{characters}}}"
            )
    return "".join(rules)


def cut_css(css: str) -> str:
    """The style sheet without fonts in old formats, icon classes, placeholder logos and source map."""
    css = re.sub(r"@charset[^;]*;|@font-face\{[^}]*\}|/\*# sourceMappingURL=[^*]*\*/", "", css)
    css = re.sub(r"\.icon-[a-z0-9-]+(?::not\(a\))?\{background-image:url\([^)]*\)\}\s*", "", css)
    return re.sub(r"background-image:url\(\.\./img/logo-[^)]*\);?", "", css)


def cut_sprite(sprite: str) -> str:
    """The icon sprite with the symbols of ICONS only."""
    symbols = {
        match["id"]: match[0]
        for match in re.finditer(r'<symbol id="(?P<id>[^"]+)".*?</symbol>', sprite, flags=re.DOTALL)
    }
    missing = [icon for icon in ICONS if icon not in symbols]
    if missing:
        raise SystemExit(f"The package has no icon {', '.join(missing)}")
    return '<svg xmlns="http://www.w3.org/2000/svg">' + "".join(symbols[icon] for icon in ICONS) + "</svg>\n"


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def vendor(package: Path) -> None:
    """Write TARGET anew from an unpacked npm package."""
    version = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    dist = package / "dist"
    shutil.rmtree(TARGET, ignore_errors=True)
    read: list[Path] = []

    def take(source: Path) -> Path:
        read.append(source)
        return source

    def put(name: str, content: str | bytes) -> None:
        path = TARGET / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    css = cut_css(take(dist / "css/dkfds.min.css").read_text(encoding="utf-8-sig"))
    put("css/dkfds.css", NOTE.format(version=version) + font_faces() + css.strip() + "\n")
    script = take(dist / "js/dkfds.min.js").read_text(encoding="utf-8")
    put(
        "js/dkfds.js",
        NOTE.format(version=version) + re.sub(r"//# sourceMappingURL=.*", "", script).strip() + "\n",
    )
    put("img/icons.svg", cut_sprite(take(dist / "img/all-svg-icons.svg").read_text(encoding="utf-8")))
    for name in sorted(set(re.findall(r"url\(\.\./img/svg-icons/([^)]+)\)", css))):
        put(f"img/svg-icons/{name}", take(dist / "img/svg-icons" / name).read_bytes())
    for face in FONTS.values():
        for part in RANGES:
            name = f"IBMPlexSans-{face}-{part}.woff2"
            put(f"fonts/{name}", take(dist / "fonts/IBMPlexSans/split/woff2" / name).read_bytes())
    put("LICENSE.md", take(package / "LICENSE.md").read_bytes())
    record = {
        "package": "dkfds",
        "version": version,
        "read": {path.relative_to(package).as_posix(): sha256(path) for path in read},
        "written": {
            path.relative_to(TARGET).as_posix(): sha256(path)
            for path in sorted(TARGET.rglob("*"))
            if path.is_file()
        },
    }
    put("VENDOR.json", json.dumps(record, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    vendor(Path(sys.argv[1]))
