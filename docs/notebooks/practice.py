"""A notebook, in jupytext's percent format: a practice of one's own, and how tight the bounds on it are."""

# %% [markdown]
# # A practice of one's own
#
# You train on your own output, with some fresh data in each round. How much of the diversity is left?

# %%
from fractions import Fraction

import numpy as np

from theorems import api

n, k = 200, 50  # yours: points of a batch, models

practices = api.workflow("replace", "replace + fresh(1/100)", "accumulate", "window(5)", n=n, k=k)
practices

# %%
print(practices)

# %% [markdown]
# How much fresh data keeps nine tenths of it?

# %%
api.workflow("replace", n=n, k=k, solve="fresh", target=Fraction(9, 10))

# %% [markdown]
# A limit that no theorem knows is *not known*; what a theorem knows has its name, and a proof.

# %%
print(api.prove("gaussian-fresh-share/variance").tree(depth=1))

# %% [markdown]
# ## How tight are the bounds?
#
# Where nothing is fresh, a rare symbol of share $p_0$ is forgotten. The bound of the theorem, over a grid of shares and
# generations, and the exact probability from the law of the process: thousands of points at a time.

# %%
p0 = np.linspace(0.001, 0.05, 50)
generations = np.arange(1, 41)
bound = api.value("bernoulli-absorption/forgotten-upper", n=n, p0=p0[:, None], k=generations)
sharp = api.value("bernoulli-absorption/forgotten-lower-sharp", n=n, p0=p0[:, None], k=generations)
print(f"{bound.size:,} values; the bounds are within a factor {np.max(bound / sharp):.3f} of each other")

# %%
some = p0[::10]
truth = api.truth("bernoulli-absorption/forgotten-upper", n=n, p0=some[:, None], k=generations)
above, below = bound[::10] / truth, sharp[::10] / truth
print(f"upper bound over truth at most {above.max():.4f}, lower bound over truth at least {below.min():.4f}")
assert (above >= 1 - 1e-9).all()
assert (below <= 1 + 1e-9).all()

# %% [markdown]
# The picture, if matplotlib is there.

# %%
try:
    import matplotlib.pyplot as plt
except ImportError:
    print("pip install 'model-collapse-theorems[figures]' draws it")
else:
    figure, axes = plt.subplots(figsize=(6, 4))
    for share, low, exact, high in zip(some, sharp[::10], truth, bound[::10], strict=True):
        (line,) = axes.plot(generations, exact, label=f"$p_0 = {share:.3f}$")
        axes.fill_between(generations, low, high, color=line.get_color(), alpha=0.25, lw=0)
    axes.set(xlabel="generation $k$", ylabel="probability that the symbol is forgotten", title=f"$n = {n}$")
    axes.legend()

# %% [markdown]
# ## A recursion of one's own
#
# Means of expressions of a declared process follow from its declaration alone.

# %%
print(api.derive("gaussian_accumulate"))

# %%
api.derive("gaussian_accumulate", "variance", at={"n": n, "k": k, "sigma0": 1})
