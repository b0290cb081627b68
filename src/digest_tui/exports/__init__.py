"""Writers of export formats, one module each, and one table of them."""
