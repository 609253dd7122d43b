"""What servers and search engines need beside the pages: HTTP headers, the sitemap and security.txt."""
