"""The smallest document that the inspection takes."""

from django.core.files.uploadedfile import SimpleUploadedFile

PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj
trailer<</Root 1 0 R>>"""


def document(name: str = "acte.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF)
