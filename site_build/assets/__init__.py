"""Scripts, style sheets, the search index and the service worker: bundled, minified, named by their content."""
