"""The site: every theorem, paper and erratum as a page to read, made from the records and the evidence that is kept."""
