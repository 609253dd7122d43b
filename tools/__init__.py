"""Commands for maintainers: set-up, browsers and servers for tests, pictures, measurements, source checks."""
