"""Where the quarter lands, what people say of it, and how good that was."""
