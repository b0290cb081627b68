"""What is promised of TeX in the texts of papers."""
