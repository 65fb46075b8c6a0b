"""Cổng cho máy đọc: figures with their evidence as JSON, to whoever may see them; reads only."""
