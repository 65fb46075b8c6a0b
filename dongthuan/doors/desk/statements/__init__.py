"""Sao kê ngân hàng: lay a statement down, settle its columns, take it in, say what each line was."""
