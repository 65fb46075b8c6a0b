"""Mẫu báo cáo: texts that a report begins with, their figures cited by key."""
