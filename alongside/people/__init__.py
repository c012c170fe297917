"""Who people are, for finding them and acting for them.

Nouns: Person (one row for each person of the delivery in use), Tie (a child and who raises it), Mandate (who may act
for whom, for what, until when), Account (who signs in). Verbs: `load_people`, `find_people`, `give_mandate`,
`revoke_mandate`, `act_for`, `find_holder`, `make_demo_accounts`. Facts about people stay in the fact store; here is
only what is needed to find a person and to know who may act.
"""
