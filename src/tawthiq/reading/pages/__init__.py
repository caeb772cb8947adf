"""From bytes to a text in parts: pages, PDF files, plain texts, threads of comments."""
