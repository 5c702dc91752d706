"""What is painted out of a document: numbers alone, known to the page that asks for them and to the process that draws."""

Area = tuple[float, float, float, float]  # from the left, from the top, width, height, each in per cent of the page
MAX_PAGES = 60  # of a redacted copy
MAX_AREAS = 100  # of one document
