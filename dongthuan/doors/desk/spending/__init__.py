"""Chi tiền: requests to spend at the desk: asked for, let, vouched for, paid; photographs covered for the public."""
