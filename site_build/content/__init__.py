"""Stage 1: what MkDocs reads. The authored and the generated pages, compared by language, and the hooks of MkDocs."""
