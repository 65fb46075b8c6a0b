"""Văn bản và nhiệm vụ: what was decided above, what it became here, who does it and by when."""
