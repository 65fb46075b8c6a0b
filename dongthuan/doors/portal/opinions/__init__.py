"""Góp ý dự thảo trên trang công khai: drafts open to all, a comment without account, the answers."""
