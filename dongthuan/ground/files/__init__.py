"""Đọc tệp: text and tables out of the files that offices send, whatever their names say."""
