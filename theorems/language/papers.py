"""The papers whose statements are checked, as sources name them. What they state is listed in theorems/papers."""

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
ARULANDU = "A. C. Arulandu, Surveying Model Collapse: Empirics, Universality, and Implications"
