"""Whatever a text says, the terminal does only what the program wants of it."""
