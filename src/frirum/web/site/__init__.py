"""The site's face: base page, components, forms, front page, glossary, accessibility statement, errors."""
