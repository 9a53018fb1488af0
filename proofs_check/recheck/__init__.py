"""A second checker of derivations, which knows nothing of the first: it reads certificates, and shares no code with it.

What it trusts: flint's polynomials and balls, and what is written here. Not trusted: the certificate. That what is
claimed is what a theorem says, and that the declarations are those of the theory, a reader sees in the certificate.
"""
