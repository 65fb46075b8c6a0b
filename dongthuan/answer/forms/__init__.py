"""Biểu mẫu của cấp trên: their Excel forms, bound to measures once and filled in place ever after."""
