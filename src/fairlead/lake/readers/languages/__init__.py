"""Words of headers in many languages, one file a language: data, no code.

Each line is an idea and the words for it; a line moved in goes on with them. Accents and case do
not matter; ``_`` stands between words that mean something only together. A language whose words
follow each other without a space says `JOINED`. A word may stand for several ideas; `grammar` finds
out which was meant.
"""
