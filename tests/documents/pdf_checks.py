"""What an accessible PDF must have, as far as it can be read off the file.

No validator of PDF/UA is at hand in the usual package sources, so this is no proof of conformity: an
authority runs veraPDF once per release (docs/documents.md).
"""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary

from documents.pdf_text import elements_below

HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")


def pdf_faults(content: bytes, *, language: str = "da", title: str | None = None) -> list[str]:
    """Everything that is missing; an empty list means that all checks passed."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        elements: list[tuple[str, Dictionary]] = []
        if "/StructTreeRoot" in pdf.Root:
            elements_below(pdf.Root.StructTreeRoot.K, elements)
        return [
            *_root_faults(pdf, language, title, has_headings=any(t in HEADINGS for t, _ in elements)),
            *_element_faults(elements),
            *_page_faults(pdf),
            *_font_faults(pdf),
        ]


def qpdf_faults(content: bytes, folder: Path) -> list[str]:
    """What `qpdf --check` says; nothing where qpdf is not installed."""
    if shutil.which("qpdf") is None:
        return []
    file = folder / "checked.pdf"
    file.write_bytes(content)
    done = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True, check=False)
    return [] if done.returncode == 0 else [done.stdout + done.stderr]


def _root_faults(pdf: pikepdf.Pdf, language: str, title: str | None, *, has_headings: bool) -> list[str]:
    root = pdf.Root
    faults = []
    if not root.get("/MarkInfo", {}).get("/Marked", False):
        faults.append("not marked as tagged")
    if not str(root.get("/Lang", "")).startswith(language):
        faults.append(f"language is {root.get('/Lang')}")
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        faults.append("the window shows the file name, not the title")
    with pdf.open_metadata() as metadata:
        if metadata.get("pdfuaid:part") != "1":
            faults.append("pdfuaid:part is not 1")
        if not metadata.get("dc:title") or (title is not None and metadata["dc:title"] != title):
            faults.append(f"title is {metadata.get('dc:title')!r}")
    if has_headings and "/Outlines" not in root:
        faults.append("no outline")
    return faults


def _element_faults(elements: list[tuple[str, Dictionary]]) -> list[str]:
    faults = []
    for tag, element in elements:
        if tag == "Figure" and not str(element.get("/Alt", "")):
            faults.append("a figure without alternative text")
        if tag == "Table":
            inner: list[tuple[str, Dictionary]] = []
            elements_below(element.K, inner)
            if not any(t == "TH" for t, _ in inner):
                faults.append("a table without header cells")
        if tag == "TH" and "/Scope" not in _attributes(element):
            faults.append("a header cell without scope")
        if tag == "TD" and not len(_attributes(element).get("/Headers", [])):
            faults.append("a data cell without headers")
    return faults


def _attributes(element: Dictionary) -> dict:
    attributes = element.get("/A", Dictionary())
    listed = list(attributes) if isinstance(attributes, Array) else [attributes]
    return {key: value for one in listed if isinstance(one, Dictionary) for key, value in one.items()}


def _page_faults(pdf: pikepdf.Pdf) -> list[str]:
    faults = []
    for number, page in enumerate(pdf.pages, start=1):
        if str(page.get("/Tabs", "")) != "/S":
            faults.append(f"page {number}: tab order does not follow the structure")
        for annotation in page.get("/Annots", []):
            if annotation.Subtype == "/Link" and not str(annotation.get("/Contents", "")):
                faults.append(f"page {number}: a link without description")
    return faults


def _font_faults(pdf: pikepdf.Pdf) -> list[str]:
    faults = []
    for page in pdf.pages:
        for name, font in page.get("/Resources", {}).get("/Font", {}).items():
            if "/ToUnicode" not in font:
                faults.append(f"font {name}: no ToUnicode")
            descriptor = font.DescendantFonts[0].FontDescriptor
            if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                faults.append(f"font {name}: not embedded")
    return faults
