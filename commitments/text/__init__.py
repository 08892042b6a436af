"""Text: reading it strictly, with places; telling what is wrong with it; times as people write them."""
