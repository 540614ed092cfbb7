"""How fast labels are read and checked, beside pycocotools."""
