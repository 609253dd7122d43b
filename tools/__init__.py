"""What the makers use: set-up, browsers and servers to test with, pictures, measurements, the look at the sources."""
