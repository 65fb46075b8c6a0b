"""Nhập tệp: spreadsheets of the office on their way into its registers, page by page."""
