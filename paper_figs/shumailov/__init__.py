"""Figures of Shumailov et al., The curse of recursion: training on generated data makes models forget."""
