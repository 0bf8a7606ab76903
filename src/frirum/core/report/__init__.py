"""Reports: one block model with typed numbers, printed as HTML, DOCX and tagged PDF with the same words.

Build a `Document` from `blocks`, `tables`, `figures`, `inlines` and `numbers`; print it with
`html.render_html`, `docx.render_docx`, `pdf.render_pdf` or `text.plain_text`.
"""
