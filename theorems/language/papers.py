"""The papers whose statements are checked."""

SURESH = (
    "A. T. Suresh, A. Thangaraj, A. N. K. Khandavally, Rate of Model Collapse in Recursive Training, arXiv:2412.17646"
)
SHUMAILOV = (
    "I. Shumailov et al., The Curse of Recursion: Training on Generated Data Makes Models Forget, arXiv:2305.17493"
)
KAZDAN = (
    "J. Kazdan et al., Collapse or Thrive? Perils and Promises of Synthetic Data in a Self-Generating World, "
    "arXiv:2410.16713"
)
