"""A plan as a file: CSV, XLSX, JSON (which import again without change), DOCX, PDF."""
