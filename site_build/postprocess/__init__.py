"""Stage 3: from MkDocs's pages to finished ones. Theme fixes, a page for each state, structured data, the CSP."""
