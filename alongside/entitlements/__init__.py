"""Decisions and awards: what the law said of whom, what people did about it, and what is being asked.

Nouns: Sweep (one run of the law over everybody), Award (what a unit has, or may have), Change (each turn of an award),
Correction (a row that adds to, replaces or withdraws a register's row until a delivery brings it), Objection ("this
fact is wrong"), Task (who must do what until when).

Verbs: `apply_sweep` (`let_sweep_go`, `dismiss_sweep` where it waits), `refuse_measure`, `take_back_refusal`,
`accept_offer`, `apply_for`, `settle_application`, `recompute`. Screens ask `queries`.
"""
