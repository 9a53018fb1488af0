"""The trusted part of the proofs. A proved statement is made here and nowhere else.

What is trusted:

* `statements`: what a relation, a context and a proved statement are; an induction's hypothesis is carried along until
  it is discharged.
* `leaves` and `sequences`, decided by `identities`, `signs` and `points`: algebra of sympy (expansion, simplification,
  limits by rules of growth or Gruntz's algorithm) and, a second time, balls of Arb at points of the context, the
  smallest values among them. A point without a value, or a ball that says otherwise, refuses the leaf. That positive
  functions of the theory are positive is taken from their definitions.
* That a decision is the same each time it is asked for: a process decides a leaf once (`functools.cache`). All
  that the answer depends on is an argument: the expression, the context with its ranges and conditions, strict or not.
* `algebra`, `sequences`: from relations and limits, others. Nothing of sympy but identities is used here.
* `means`, `moments`, `probability`, `chains`: means of declared processes, whose laws and states are taken to be what
  their declarations say (no process that a proof makes up is). Each rule names the schema of probability theory that
  it stands for; with the engine that derives moments (theorems/language/moments.py, transforms.py, recursion.py,
  expectation.py), these are trusted, and the ledger of a proof lists them.
* `finite`: which means are numbers, by how fast an observable grows and which laws have all moments.
* `kernels`: of kernel estimates, the mean of a Gaussian function of the points, and of the logarithm and of powers of
  one.
* `differences`: of kernel estimates of the last batch alone, how likely the density is large where real points are: by
  what is left to chance once all differences between points are given.
* `losses`: of kernel estimates, minus their logarithm between what their points say, one by one; and what the law of
  the difference of two draws says of their overlap and of their characteristic function; how fast the distance of one
  point grows whose bandwidth it is.
* `lineages`: of the ancestors of a generation, what is drawn next, and their duality with the share of a symbol.
* `directions`: of points in several dimensions, what follows from one direction and from the plane of two. That sums
  over directions are those of the declaration read in one dimension, and where, is in theorems/language/vectors.py.
* `selections`: of what a workflow selects without a look at values, what is kept on average.
* `claims`: which relations a claim makes. A proof is accepted if it ends in these.

Not trusted: the lemmas and the proofs. They can combine rules in any way, and cannot make a statement true.

How large it is: two thirds of the lines say what statements and means are and decide (signs, identities, values at
points, which means are numbers, what a chain or a sample is); one third are rules, each a fact with all its conditions.
What follows from other rules is a lemma and no rule: that F >= c where it begins so and rises, that a function is above
its limit, what holds at whole numbers one by one, the chain of all other symbols. `python -m benchmarks.rules` prints
the lines of each rule, and how many claims rest on it: a few carry most, and many are the one fact of probability that
one theorem needs. So what must be trusted grows with the kinds of what is claimed, not with the number of claims, and
is a few times what algebra alone would need; a test refuses that it grows unseen. The second program has the same
rules, and an algebra and an engine of means of its own, so it is a little larger.
"""
