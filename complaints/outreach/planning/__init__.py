"""Planning by the head of the delegation: the stand, its hours, its desks and agents; publishing and cancelling it."""
