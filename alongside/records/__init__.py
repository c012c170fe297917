"""What happened, and who looked at whom.

Nouns: Entry (one line of the journal: an act, in the transaction of the act), Seal (its place in a keyed chain),
Reaction (what followed from it), Look (somebody saw a person's data). Verbs: `record`, `look_at`, `seal_entries`,
`verify_chain`, `react`.
"""
