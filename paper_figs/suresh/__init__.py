"""Figures of Suresh, Thangaraj and Khandavally, Rate of model collapse in recursive training."""
