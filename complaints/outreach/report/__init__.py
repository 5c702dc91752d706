"""The report of a stand for its delegation: counts alone, small ones hidden, the same on the page, in the PDF and as CSV."""
