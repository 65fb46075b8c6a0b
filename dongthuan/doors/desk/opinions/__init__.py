"""Lấy ý kiến về dự thảo trên bàn làm việc: asked, gathered, grouped, answered, published."""
