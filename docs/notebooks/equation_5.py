"""A notebook, in jupytext's percent format: is (5) of Shumailov et al. right?"""

# %% [markdown]
# # Is (5) of Shumailov et al. right?
#
# *The Curse of Recursion* fits a normal law to $n$ points, draws $n$ points of it, fits again, $k$ times, and asks how
# far the last fit is from the original: $R_k = (M_k-\mu_0)^2 + (\Sigma_k-\sigma_0)^2$. Its (4) and (5) give the leading
# terms of the mean and of the variance of $R_k$. What became of them?

# %%
from theorems import api

printed = api.claims(paper="shumailov", number="(5)")
printed

# %% [markdown]
# Both readings of (5), with equal sizes and with sizes $n_0, n_1, \dots$, are false. Why, and what is right?

# %%
erratum = printed[0]
print(erratum["counterexample"])
print("corrected by", erratum["corrected_by"])

# %% [markdown]
# ## What it says, what is true
#
# At $n = 100$, $k = 3$ the printed term is about 0.71 of the truth, which is known exactly: a finite sum of moments of
# chi-square laws.

# %%
api.value(erratum["id"], n=100, k=3)

# %%
exact = api.value("gaussian-risk/variance", n=10, k=3)
exact

# %%
exact.exact  # an expression of sympy; `exact.ball` is an enclosure, `exact.float` a machine number

# %% [markdown]
# ## For every number of generations
#
# It does not come closer as $n$ grows. What is right is $\frac52 \sigma_0^4 k^2/n^2$, of which (5) has three fifths at
# $k = 1$, and four fifths after many generations.

# %%
k = range(1, 31)
claimed = api.value(erratum["id"], n=3000, k=k)
truth = api.value("gaussian-risk/variance", n=3000, k=k)
ratio = claimed / truth
print(f"(5) over the truth: {ratio[0]:.3f} at k = 1, {ratio[-1]:.3f} at k = 30")

# %% [markdown]
# ## Do not take our word for it
#
# A simulation knows nothing of either formula. Of 400,000 paths, with their standard error:

# %%
draws = api.simulate("gaussian.risk", paths=400_000, n=100, k=1, sigma0=1)
variance = draws.var()
error = ((draws - draws.mean()) ** 2).std() / len(draws) ** 0.5
print(f"simulated: {variance:.4g} +- {error:.2g}")
print(f"leading terms: printed {3 / 2 / 100**2:.4g}, right {5 / 2 / 100**2:.4g}")
print(f"to repeat: entropy={draws.entropy}")

# %% [markdown]
# ## How it is known
#
# A race against the printed formula stops when the evidence suffices, with a proved bound on its error; and there is a
# proof of the negation, each step of which a machine has checked.

# %%
found = api.verify(erratum["id"])
found

# %%
proof = api.prove(erratum["id"])
proof

# %%
print(proof.tree(depth=1))

# %% [markdown]
# ## What else is wrong in that paper

# %%
api.errata("shumailov")
